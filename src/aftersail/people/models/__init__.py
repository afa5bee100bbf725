"""Tables of the people chapter."""

from aftersail.people.models.consultants import (
    Consultant,
    ConsultantAbsence,
    ConsultantClearance,
    ConsultantSpeciality,
)
from aftersail.people.models.duties import DutyActivity, DutyChart, DutyLetter, DutyMark
from aftersail.people.models.partners import (
    Partner,
    PartnerAgreement,
    PartnerQualification,
    PartnerRate,
    PartnerScope,
    ScoreEntry,
    ScoreWeight,
)
from aftersail.people.models.places import Area, Coverage, Port, Station
from aftersail.people.models.policy import PolicyAcknowledgement, PolicyPromise, ServicePolicy
from aftersail.people.models.staff import Certificate, Leave, Skill, Staff, StaffSkill

__all__ = [
    "Area",
    "Certificate",
    "Consultant",
    "ConsultantAbsence",
    "ConsultantClearance",
    "ConsultantSpeciality",
    "Coverage",
    "DutyActivity",
    "DutyChart",
    "DutyLetter",
    "DutyMark",
    "Leave",
    "Partner",
    "PartnerAgreement",
    "PartnerQualification",
    "PartnerRate",
    "PartnerScope",
    "PolicyAcknowledgement",
    "PolicyPromise",
    "Port",
    "ScoreEntry",
    "ScoreWeight",
    "ServicePolicy",
    "Skill",
    "Staff",
    "StaffSkill",
    "Station",
]
