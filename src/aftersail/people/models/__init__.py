"""Tables of the people chapter."""

from __future__ import annotations

from aftersail.people.models.careers import ChainStage, GradeCriterion, Posting, Promotion
from aftersail.people.models.consultants import (
    Consultant,
    ConsultantAbsence,
    ConsultantClearance,
    ConsultantSpeciality,
)
from aftersail.people.models.development import (
    DevelopmentPlan,
    PlanItem,
    SkillRequirement,
    StaffTraining,
    TrainingSeat,
)
from aftersail.people.models.duties import DutyActivity, DutyChart, DutyLetter, DutyMark
from aftersail.people.models.kinds import CertificateKind, TaskType
from aftersail.people.models.partner_terms import (
    PartnerAgreement,
    PartnerQualification,
    PartnerRate,
    PartnerScope,
)
from aftersail.people.models.partners import Partner
from aftersail.people.models.places import AgreedJourney, Area, Coverage, Port, Station, TravelMode
from aftersail.people.models.policy import PolicyAcknowledgement, PolicyPromise, ServicePolicy
from aftersail.people.models.rosters import RosterLine, ShiftPattern
from aftersail.people.models.scores import ScoreEntry, ScoreWeight
from aftersail.people.models.staff import Certificate, Leave, Skill, Staff, StaffSkill

__all__ = [
    "AgreedJourney",
    "Area",
    "Certificate",
    "CertificateKind",
    "ChainStage",
    "Consultant",
    "ConsultantAbsence",
    "ConsultantClearance",
    "ConsultantSpeciality",
    "Coverage",
    "DevelopmentPlan",
    "DutyActivity",
    "DutyChart",
    "DutyLetter",
    "DutyMark",
    "GradeCriterion",
    "Leave",
    "Partner",
    "PartnerAgreement",
    "PartnerQualification",
    "PartnerRate",
    "PartnerScope",
    "PlanItem",
    "PolicyAcknowledgement",
    "PolicyPromise",
    "Port",
    "Posting",
    "Promotion",
    "RosterLine",
    "ScoreEntry",
    "ScoreWeight",
    "ServicePolicy",
    "ShiftPattern",
    "Skill",
    "SkillRequirement",
    "Staff",
    "StaffSkill",
    "StaffTraining",
    "Station",
    "TaskType",
    "TrainingSeat",
    "TravelMode",
]
