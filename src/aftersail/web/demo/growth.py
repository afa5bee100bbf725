"""How the maker's people grow: kinds of task, rosters, requirements, plans, trainings, promotions, postings."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from aftersail.core.roles import Role
from aftersail.people.models import (
    AgreedJourney,
    Coverage,
    DevelopmentPlan,
    GradeCriterion,
    Leave,
    PlanItem,
    Port,
    Posting,
    Promotion,
    RosterLine,
    ShiftPattern,
    SkillRequirement,
    Staff,
    StaffSkill,
    StaffTraining,
    TaskType,
    TrainingSeat,
)
from aftersail.people.models.kinds import ALL_TASKS
from aftersail.people.rules import defaults
from aftersail.people.rules.grades import LADDER
from aftersail.people.rules.rosters import Line, overlapping
from aftersail.web.demo.catalogue import families
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.geography import STATIONS
from aftersail.web.demo.setting import Setting

ROSTER_WEEKS = 10
HOLES = (
    ("DDG", "丹东港", "Dandong", "BH", 39.83, 124.16, None),
    ("PTG", "湄洲湾港", "Meizhou Bay", "DH", 25.19, 118.99, "ZS"),
    ("BSG", "八所港", "Basuo", "NH", 19.10, 108.62, None),
)
"""Ports without a station of their own, one of them with a backup: the map shows where the network has holes."""

AGREED = (
    ("HKG", "ZJG", "5.5", "琼州海峡轮渡"),
    ("SYG", "HKG", "3.0", "环岛高铁"),
    ("DLG", "YTG", "8.0", "渤海轮渡"),
)
COURSES = ("原理与结构", "故障诊断", "调试规程", "操作培训师资")
POSTED = {"design": "参加改型设计评审", "production": "参加总装与出厂试验", "commissioning": "参加首舰调试"}


def build_growth(stage: Setting) -> None:
    """Put down how people grow; needs the house, and comes before the history, which keeps to the rosters."""
    dice = stage.dice("growth")
    engineers = [one for spot in STATIONS for one in stage.engineers[spot.code]]
    tasks = {
        code: stage.make(TaskType, dice, code=code, name=name, name_en=name_en, place=place)
        for place, (code, name, name_en) in enumerate(defaults.TASK_TYPES, 1)
    }
    _where_from(stage, dice)
    _network(stage, dice)
    _rosters(stage, dice, engineers)
    _ladder(stage, dice, engineers)
    _tasks_of_their_own(stage, dice, engineers, tasks)
    _needs(stage, dice, tasks)
    _plans(stage, dice, engineers)
    _trainings(stage, dice, engineers)
    _postings(stage, dice, engineers)
    _requests(stage, dice)


def _where_from(stage: Setting, dice: Dice) -> None:
    designers = {one.pk for one in stage.desk[Role.DESIGNER]}
    ports = list(stage.ports.values())
    for staff in stage.sheet.of(Staff):
        staff.post = "service" if staff.serves_on_board else "design" if staff.pk in designers else "desk"
        near = [port for port in ports if port.area_id == staff.station.area_id]
        if staff.hired_locally:
            staff.home_port = staff.station.port if dice.chance(0.6) else dice.one(near)
            staff.hire_source = dice.weighted(
                {"local_trade": 5, "yard": 3, "seafarer": 2, "school": 2, "retired": 1}
            )
        else:
            staff.home_port = dice.one(ports)
            staff.hire_source = dice.weighted({"school": 5, "trade": 3, "institute": 3, "retired": 1})
        staff.experience_years = 0 if staff.hire_source == "school" else dice.randrange(3, 19)


def _network(stage: Setting, dice: Dice) -> None:
    for code, name, name_en, area, latitude, longitude, backup in HOLES:
        port = stage.make(
            Port,
            dice,
            code=code,
            name=name,
            name_en=name_en,
            area=stage.areas[area],
            latitude=latitude,
            longitude=longitude,
        )
        if backup:
            stage.make(Coverage, dice, port=port, station=stage.stations[backup], rank=2)
    for one, other, hours, note in AGREED:
        stage.make(
            AgreedJourney,
            dice,
            first_port=stage.ports[one],
            second_port=stage.ports[other],
            travel_hours=Decimal(hours),
            note=note,
        )


def _rosters(stage: Setting, dice: Dice, engineers: list[Staff]) -> None:
    patterns = {
        code: stage.make(
            ShiftPattern, dice, code=code, name=name, name_en=name_en, cycle=cycle,
            day_from_hour=8, day_until_hour=17, night_from_hour=20, night_until_hour=8,
        )
        for code, name, name_en, cycle in defaults.PATTERNS
    }  # fmt: skip
    monday = stage.today - timedelta(days=stage.today.weekday() + 7 * ROSTER_WEEKS)
    favourites = {stage.accounts[name].pk for name in ("engineer",) if name in stage.accounts}
    for place, staff in enumerate(engineers):
        if staff.account_id in favourites or place % 5 == 4:
            continue
        pattern = patterns["CALL" if place % 5 < 3 else "5-2"]
        begins = monday + timedelta(days=7 * (place % 2))
        stage.make(RosterLine, dice, staff=staff, pattern=pattern, first_day=begins)
        stage.rosters[staff.pk] = Line(pattern.cycle, begins)


def _ladder(stage: Setting, dice: Dice, engineers: list[Staff]) -> None:
    through = GradeCriterion.certificate_kinds.through
    for rung in defaults.LADDER:
        criterion = stage.make(
            GradeCriterion, dice, grade=rung.grade, least_months=rung.months, least_field_hours=rung.hours,
            least_ftfr_percent=None if rung.ftfr is None else Decimal(rung.ftfr), least_skills=rung.skills, skill_level=rung.level,
        )  # fmt: skip
        for code in rung.kinds:
            stage.sheet.put(
                through(gradecriterion_id=criterion.pk, certificatekind_id=stage.certificate_kinds[code].pk)
            )
    for staff in engineers:
        place = LADDER.index(staff.grade)
        if not place or staff.hired_on is None or not dice.chance(0.7):
            continue
        days = (stage.today - staff.hired_on).days
        on = staff.hired_on + timedelta(days=int(days * (0.4 + 0.5 * dice.random())))
        stage.make(
            Promotion, dice, staff=staff, from_grade=LADDER[place - 1], to_grade=staff.grade, promoted_on=on,
            grounds="年度评审:工时、证书、首次修复率均达到职级标准。",
        )  # fmt: skip


def _tasks_of_their_own(
    stage: Setting, dice: Dice, engineers: list[Staff], tasks: dict[str, TaskType]
) -> None:
    for staff in engineers:
        levels = stage.levels[staff.pk]
        for code in sorted(levels):
            if levels[code] >= 2 and dice.chance(0.3):
                lower, what = (
                    max(1, levels[code] - dice.randrange(1, 3)),
                    dice.one(("TEACH", "INSTALL", "TRIAL")),
                )
                stage.make(
                    StaffSkill,
                    dice,
                    staff=staff,
                    skill=stage.skills[code],
                    task=tasks[what],
                    level=lower,
                    basis="2025 年技能评定",
                )


def _needs(stage: Setting, dice: Dice, tasks: dict[str, TaskType]) -> None:
    for spot in STATIONS:
        for family in families():
            values = {"station": stage.stations[spot.code], "skill": stage.skills[family.code]}
            stage.make(
                SkillRequirement, dice, **values, task_id=ALL_TASKS, level=2, people=max(3, spot.size // 3)
            )
            stage.make(
                SkillRequirement, dice, **values, task_id=ALL_TASKS, level=3, people=2 if spot.size > 8 else 1
            )
            if family.code in {"RAD", "GEN"}:
                stage.make(SkillRequirement, dice, **values, task=tasks["TEACH"], level=3, people=1)


def _plans(stage: Setting, dice: Dice, engineers: list[Staff]) -> None:
    year = stage.today.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    for staff in engineers:
        if not dice.chance(0.45):
            continue
        peers = [one for one in stage.engineers[staff.station.code] if one.pk != staff.pk]
        mentor = dice.one([one for one in peers if one.grade in {"senior", "chief"}] or peers)
        plan = stage.make(
            DevelopmentPlan,
            dice,
            staff=staff,
            title=f"{year} 年个人发展计划",
            first_day=first,
            last_day=last,
            mentor=mentor,
        )
        levels = stage.levels[staff.pk]
        for code in dice.sample(sorted(levels), min(len(levels), dice.randrange(2, 5))):
            held, due = levels[code], first + timedelta(days=dice.randrange(60, 364))
            reached = held >= 2 and dice.chance(0.6)
            if not reached and held >= 4:
                continue
            done = min(due, stage.today) - timedelta(days=dice.randrange(3, 25)) if reached else None
            if done is not None and done < first:
                done = first if first <= stage.today else None
            stage.make(
                PlanItem, dice, plan=plan, skill=stage.skills[code], task_id=ALL_TASKS,
                target_level=held if done else held + 1, due_on=due, done_on=done,
                how=dice.weighted({"mentor": 5, "course": 3, "self_study": 1, "rotation": 1}), mentor=mentor,
                result="考核通过" if done else "",
            )  # fmt: skip


def _trainings(stage: Setting, dice: Dice, engineers: list[Staff]) -> None:
    begins = stage.begins.date()
    for number in range(16):
        family = families()[number % 8]
        day = begins + timedelta(days=20 + number * 33)
        level = 3 if number % 3 == 0 else 2
        home = stage.stations[STATIONS[number % len(STATIONS)].code]
        coming = day > stage.today
        course = stage.make(
            StaffTraining, dice, code=f"TR-{day:%Y}-{number + 1:02d}", title=f"{family.name}:{COURSES[number % 4]}",
            skill=stage.skills[family.code], task_id=ALL_TASKS, raises_to=level, station=home,
            trainer="技术中心", first_day=day, last_day=day + timedelta(days=3),
        )  # fmt: skip
        for staff in dice.sample(engineers, dice.randrange(6, 11)):
            able = stage.levels[staff.pk].get(family.code, 0) >= level
            result = "enrolled" if coming else "passed" if able else dice.weighted({"failed": 4, "absent": 1})
            score = None
            if result in {"passed", "failed"}:
                score = Decimal(dice.randrange(72, 99) if result == "passed" else dice.randrange(38, 60))
            stage.make(TrainingSeat, dice, training=course, staff=staff, result=result, score=score)


def _postings(stage: Setting, dice: Dice, engineers: list[Staff]) -> None:
    for designer in stage.desk[Role.DESIGNER]:
        day = stage.begins.date() + timedelta(days=dice.randrange(10, 60))
        stage.make(
            Posting, dice, staff=designer, stage="design", station=designer.station, task="型号设计",
            first_day=day - timedelta(days=900), last_day=day - timedelta(days=1),
        )  # fmt: skip
        while day < stage.today - timedelta(days=30):
            length = dice.randrange(3, 12)
            stage.make(
                Posting, dice, staff=designer, stage=dice.one(("commissioning", "after_sales")),
                station=stage.stations[dice.one(STATIONS).code], task="随站服务与设计回访",
                first_day=day, last_day=day + timedelta(days=length),
            )  # fmt: skip
            day += timedelta(days=dice.randrange(70, 190))
    for staff in dice.sample(engineers, 18):
        what = dice.one(sorted(POSTED))
        day = stage.begins.date() - timedelta(days=dice.randrange(100, 700))
        stage.make(
            Posting, dice, staff=staff, stage=what, station=stage.stations["HQ"], task=POSTED[what],
            first_day=day, last_day=day + timedelta(days=dice.randrange(20, 90)),
        )  # fmt: skip


def _requests(stage: Setting, dice: Dice) -> None:
    for code in ("QD", "SH", "GZ", "DL"):
        for staff in stage.engineers[code][1:4]:
            first = stage.today + timedelta(days=dice.randrange(6, 26))
            last = first + timedelta(days=dice.randrange(1, 6))
            if overlapping([(one.first_day, one.last_day) for one in stage.leaves[staff.pk]], first, last):
                continue
            stage.make(
                Leave,
                dice,
                staff=staff,
                kind="annual",
                first_day=first,
                last_day=last,
                state="requested",
                note="探亲",
            )
