"""What files can feed of the people chapter, and by which words they name ports, stations, staff and skills."""

from __future__ import annotations

from aftersail.core.importing.fields import Names
from aftersail.core.importing.records import import_master
from aftersail.people import registers
from aftersail.people.models import (
    Area,
    CertificateKind,
    DevelopmentPlan,
    Port,
    ShiftPattern,
    Skill,
    Staff,
    StaffTraining,
    Station,
    TaskType,
)
from aftersail.people.registers import careers, development, kinds, rosters

AREA = Names(Area, ("code", "name", "name_en"))
PORT = Names(Port, ("code", "name", "name_en"))
STATION = Names(Station, ("code", "name", "name_en"))
STAFF = Names(Staff, ("number", "name"))
SKILL = Names(Skill, ("code", "name", "name_en"))
TASK = Names(TaskType, ("code", "name", "name_en"))
KIND = Names(CertificateKind, ("code", "name", "name_en"))
PATTERN = Names(ShiftPattern, ("code", "name", "name_en"))
TRAINING = Names(StaffTraining, ("code", "title"))
PLAN = Names(DevelopmentPlan, ("title", "staff__number"))


def declare() -> None:
    """Let files feed the chapter's registers; called from the app's `ready`."""
    import_master(
        registers.AREAS, key=("code",), names={"parent": AREA}, examples={"code": "XX", "name": "示例海区"}
    )
    import_master(
        registers.PORTS, key=("code",), names={"area": AREA},
        examples={"code": "XXPORT", "name": "示例港", "latitude": "36.07", "longitude": "120.32"},
    )  # fmt: skip
    import_master(
        registers.STATIONS, key=("code",), names={"port": PORT, "area": AREA},
        examples={"code": "XXST", "name": "示例服务站"},
    )  # fmt: skip
    import_master(registers.SKILLS, key=("code",), names={}, examples={"code": "XXSKILL", "name": "示例技能"})
    import_master(
        registers.STAFF, key=("number",), names={"station": STATION, "home_port": PORT},
        examples={"number": "E0000", "name": "示例人员", "hired_on": "2020-07-01"},
        aliases={"number": ("工号", "人员编号"), "name": ("姓名",)},
    )  # fmt: skip
    import_master(
        registers.STAFF_SKILLS, key=("staff", "skill", "task"), names={"staff": STAFF, "skill": SKILL, "task": TASK},
        examples={"staff": "E0000", "skill": "XXSKILL", "task": "ALL", "level": "2", "basis": "2025 年考核"},
    )  # fmt: skip
    import_master(
        registers.CERTIFICATES, key=("staff", "kind", "valid_from"), names={"staff": STAFF, "kind": KIND},
        examples={"staff": "E0000", "kind": "boarding", "valid_from": "2025-01-01", "expires_on": "2027-01-01"},
        aliases={"expires_on": ("有效期至", "到期日")},
    )  # fmt: skip
    import_master(
        registers.LEAVES, key=("staff", "first_day"), names={"staff": STAFF},
        examples={"staff": "E0000", "first_day": "2026-02-01", "last_day": "2026-02-07"},
    )  # fmt: skip
    _kinds_and_rosters()
    _growth()


def _kinds_and_rosters() -> None:
    import_master(
        registers.JOURNEYS, key=("first_port", "second_port"), names={"first_port": PORT, "second_port": PORT},
        examples={"first_port": "XXPORT", "second_port": "YYPORT", "travel_hours": "9.5"},
    )  # fmt: skip
    import_master(
        kinds.TASK_TYPES,
        key=("code",),
        names={},
        examples={"code": "XXTASK", "name": "示例任务", "place": "9"},
    )
    import_master(
        kinds.CERTIFICATE_KINDS, key=("code",), names={}, examples={"code": "xx_permit", "name": "示例证书"}
    )
    import_master(
        rosters.PATTERNS, key=("code",), names={},
        examples={"code": "5-2", "name": "五天工作制", "cycle": "DDDDDOO"},
    )  # fmt: skip
    import_master(
        rosters.ROSTER, key=("staff", "first_day"), names={"staff": STAFF, "pattern": PATTERN},
        examples={"staff": "E0000", "pattern": "5-2", "first_day": "2026-01-05"},
    )  # fmt: skip


def _growth() -> None:
    import_master(
        development.REQUIREMENTS, key=("station", "skill", "task", "level"),
        names={"station": STATION, "skill": SKILL, "task": TASK},
        examples={"station": "XXST", "skill": "XXSKILL", "task": "ALL", "level": "3", "people": "2"},
    )  # fmt: skip
    import_master(
        development.PLANS, key=("staff", "first_day"), names={"staff": STAFF, "mentor": STAFF},
        examples={"staff": "E0000", "title": "2026 年发展计划", "first_day": "2026-01-01", "last_day": "2026-12-31"},
    )  # fmt: skip
    import_master(
        development.PLAN_ITEMS, key=("plan", "skill", "task"),
        names={"plan": PLAN, "skill": SKILL, "task": TASK, "mentor": STAFF},
        examples={"plan": "E0000", "skill": "XXSKILL", "task": "ALL", "target_level": "3", "due_on": "2026-06-30"},
    )  # fmt: skip
    import_master(
        development.TRAININGS, key=("code",), names={"skill": SKILL, "task": TASK, "station": STATION},
        examples={"code": "TR-2026-01", "title": "示例培训", "first_day": "2026-03-02", "last_day": "2026-03-06"},
    )  # fmt: skip
    import_master(
        development.SEATS, key=("training", "staff"), names={"training": TRAINING, "staff": STAFF},
        examples={"training": "TR-2026-01", "staff": "E0000", "result": "passed"},
    )  # fmt: skip
    import_master(
        careers.CRITERIA, key=("grade",), names={},
        examples={"grade": "senior", "least_field_hours": "2000"},
    )  # fmt: skip
    import_master(
        careers.PROMOTIONS, key=("staff", "to_grade"), names={"staff": STAFF},
        examples={"staff": "E0000", "to_grade": "senior", "promoted_on": "2026-01-01", "grounds": "年度评审通过"},
    )  # fmt: skip
    import_master(
        careers.POSTINGS, key=("staff", "first_day"), names={"staff": STAFF, "station": STATION},
        examples={"staff": "E0000", "stage": "design", "task": "参加改型设计", "first_day": "2026-01-05"},
    )  # fmt: skip
