"""What files can feed of the people chapter, and by which words they name ports, stations, staff and skills."""

from __future__ import annotations

from aftersail.core.importing.fields import Names
from aftersail.core.importing.records import import_master
from aftersail.core.models import Organisation
from aftersail.people import registers
from aftersail.people.models import (
    Area,
    CertificateKind,
    Consultant,
    DevelopmentPlan,
    DutyChart,
    Partner,
    Port,
    ServicePolicy,
    ShiftPattern,
    Skill,
    Staff,
    StaffTraining,
    Station,
    TaskType,
)
from aftersail.people.registers import careers, development, engagements, kinds, policy, rosters

ORGANISATION = Names(Organisation, ("name", "name_en"))
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
CONSULTANT = Names(Consultant, ("number", "name"))
PARTNER = Names(Partner, ("code", "name", "name_en"))


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
    _declare_engagements()
    _declare_rules()


def _kinds_and_rosters() -> None:
    import_master(
        registers.COVERAGE, key=("port", "station"), names={"port": PORT, "station": STATION},
        examples={"port": "XXPORT", "station": "XXST", "rank": "1"},
    )  # fmt: skip
    import_master(
        registers.JOURNEYS, key=("first_port", "second_port"), names={"first_port": PORT, "second_port": PORT},
        examples={"first_port": "XXPORT", "second_port": "YYPORT", "travel_hours": "9.5"},
    )  # fmt: skip
    import_master(
        registers.TRAVEL_MODES, key=("mode",), names={},
        examples={
            "mode": "road", "setup_hours": "0.3", "detour": "1.3", "km_per_hour": "70", "cny_per_km": "1.3", "most_hours": "6",
        },
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


def _declare_engagements() -> None:
    import_master(
        engagements.CONSULTANTS, key=("number",), names={},
        examples={"number": "G000", "name": "示例顾问", "engaged_from": "2026-01-01", "engaged_until": "2027-12-31", "source": "退役人员"},
    )  # fmt: skip
    import_master(
        engagements.SPECIALITIES, key=("consultant", "skill"), names={"consultant": CONSULTANT, "skill": SKILL},
        examples={"consultant": "G000", "skill": "XXSKILL"},
    )  # fmt: skip
    import_master(
        engagements.CLEARANCES, key=("consultant", "number"), names={"consultant": CONSULTANT, "area": AREA},
        examples={"consultant": "G000", "number": "DC-000", "valid_from": "2026-01-01", "expires_on": "2027-01-01"},
    )  # fmt: skip
    import_master(
        engagements.ABSENCES, key=("consultant", "first_day"), names={"consultant": CONSULTANT},
        examples={"consultant": "G000", "first_day": "2026-02-01", "last_day": "2026-02-07"},
    )  # fmt: skip
    import_master(
        engagements.PARTNERS, key=("code",), names={"organisation": ORGANISATION, "port": PORT},
        examples={"code": "P000", "name": "示例合作单位", "people_at_once": "1"},
    )  # fmt: skip
    import_master(
        engagements.SCOPES, key=("partner", "line"), names={"partner": PARTNER, "skill": SKILL, "area": AREA},
        examples={"partner": "P000", "line": "1", "skill": "XXSKILL", "area": "XX", "service": "保修服务"},
    )  # fmt: skip
    import_master(
        engagements.QUALIFICATIONS, key=("partner", "kind", "valid_from"), names={"partner": PARTNER},
        examples={"partner": "P000", "kind": "示例资质", "valid_from": "2026-01-01", "expires_on": "2028-01-01"},
        aliases={"expires_on": ("有效期至", "到期日")},
    )  # fmt: skip
    import_master(
        engagements.RATES, key=("partner", "kind", "valid_from"), names={"partner": PARTNER},
        examples={"partner": "P000", "price_cny": "350.00", "valid_from": "2026-01-01"},
    )  # fmt: skip
    import_master(
        engagements.AGREEMENTS, key=("number",), names={"partner": PARTNER},
        examples={"number": "XY-000", "partner": "P000", "title": "示例协议", "signed_on": "2026-01-01", "starts_on": "2026-01-01", "ends_on": "2027-12-31"},
    )  # fmt: skip
    import_master(engagements.SCORE_WEIGHTS, key=("dimension",), names={}, examples={"weight": "25"})
    import_master(
        engagements.SCORE_ENTRIES, key=("partner", "quarter_from", "dimension"), names={"partner": PARTNER},
        examples={"partner": "P000", "quarter_from": "2026-01-01", "score": "85.0", "source": "示例来源"},
    )  # fmt: skip


def _declare_rules() -> None:
    edition = Names(DutyChart, ("edition",))
    import_master(policy.POLICIES, key=("edition",), names={}, examples={"edition": "1", "title": "示例方针"})
    import_master(
        policy.PROMISES, key=("policy", "position"), names={"policy": Names(ServicePolicy, ("edition",))},
        examples={"policy": "1", "position": "1", "text": "示例承诺", "number": "2", "measure": "小时"},
    )  # fmt: skip
    import_master(policy.CHARTS, key=("edition",), names={}, examples={"edition": "1", "name": "示例职责表"})
    import_master(
        policy.ACTIVITIES, key=("chart", "code"), names={"chart": edition, "accountable_person": STAFF},
        examples={"chart": "1", "code": "XXACT", "name": "示例活动", "accountable_role": "调度员"},
    )  # fmt: skip
