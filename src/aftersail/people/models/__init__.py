"""Tables of the people chapter."""

from aftersail.people.models.places import Area, Coverage, Port, Station
from aftersail.people.models.staff import Certificate, Leave, Skill, Staff, StaffSkill

__all__ = ["Area", "Certificate", "Coverage", "Leave", "Port", "Skill", "Staff", "StaffSkill", "Station"]
