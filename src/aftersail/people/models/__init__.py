"""Tables of the people chapter."""

from aftersail.people.models.careers import ChainStage, GradeCriterion, Posting, Promotion
from aftersail.people.models.development import (
    DevelopmentPlan,
    PlanItem,
    SkillRequirement,
    StaffTraining,
    TrainingSeat,
)
from aftersail.people.models.kinds import CertificateKind, TaskType
from aftersail.people.models.places import AgreedJourney, Area, Coverage, Port, Station
from aftersail.people.models.rosters import RosterLine, ShiftPattern
from aftersail.people.models.staff import Certificate, Leave, Skill, Staff, StaffSkill

__all__ = [
    "AgreedJourney",
    "Area",
    "Certificate",
    "CertificateKind",
    "ChainStage",
    "Coverage",
    "DevelopmentPlan",
    "GradeCriterion",
    "Leave",
    "PlanItem",
    "Port",
    "Posting",
    "Promotion",
    "RosterLine",
    "ShiftPattern",
    "Skill",
    "SkillRequirement",
    "Staff",
    "StaffSkill",
    "StaffTraining",
    "Station",
    "TaskType",
    "TrainingSeat",
]
