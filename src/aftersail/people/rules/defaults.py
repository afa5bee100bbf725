"""What the people chapter's registers hold when a house begins: the three seas, usual kinds, a ladder (defaults, all data)."""

from __future__ import annotations

from typing import NamedTuple

AREAS = (("BH", "北海", "Northern seas"), ("DH", "东海", "East China Sea"), ("NH", "南海", "South China Sea"))
"""Code, name, English name (R23)."""


class Kind(NamedTuple):
    """A kind of certificate."""

    code: str
    name: str
    name_en: str
    boarding: bool = False
    never_expires: bool = False


CERTIFICATE_KINDS = (
    Kind("boarding", "登船许可", "Boarding permit", boarding=True),
    Kind("safety", "基本安全培训", "Basic safety training"),
    Kind("electrical", "电工证", "Electrician's licence"),
    Kind("working_aloft", "高处作业证", "Working aloft"),
    Kind("diploma", "学历证书", "Diploma", never_expires=True),
)

TASK_TYPES = (
    ("INSTALL", "安装调试", "Installation and commissioning"),
    ("TRIAL", "试验保障", "Trial support"),
    ("REPAIR", "故障维修", "Repair"),
    ("OVERHAUL", "检修保养", "Overhaul and upkeep"),
    ("TEACH", "操作培训", "Operator training"),
)
"""Code, name, English name; in the order of a product's life."""

PATTERNS = (
    ("5-2", "五天工作制", "Five days on, two off", "DDDDDOO"),
    ("CALL", "五天加周末值守", "Five days and a weekend on call", "DDDDDCCDDDDDOO"),
    ("4-2", "两班倒", "Days and nights", "DDNNOO"),
    ("SEA", "远海轮换", "Two weeks on, one off", "DDDDDDDDDDDDDDOOOOOOO"),
)
"""Code, name, English name, cycle; begun on a Monday."""


class Rung(NamedTuple):
    """What a grade asks for."""

    grade: str
    months: int
    hours: int
    ftfr: int | None
    skills: int
    level: int
    kinds: tuple[str, ...]


LADDER = (
    Rung("junior", 6, 60, None, 1, 1, ("safety",)),
    Rung("engineer", 18, 200, 70, 2, 2, ("safety", "boarding")),
    Rung("senior", 36, 500, 80, 3, 3, ("safety", "boarding")),
    Rung("chief", 60, 800, 85, 4, 3, ("safety", "boarding", "electrical")),
)
"""The house's ladder (judgement, not a standard): an installation replaces it by its own."""
