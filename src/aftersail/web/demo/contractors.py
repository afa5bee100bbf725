"""Consultants and partners of the demo, with their papers: most in order, some ending soon, some over."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from aftersail.core.models import AccessGrant, Account, Organisation
from aftersail.core.roles import Role
from aftersail.people.models import (
    Consultant,
    ConsultantAbsence,
    ConsultantClearance,
    ConsultantSpeciality,
    Partner,
    PartnerAgreement,
    PartnerQualification,
    PartnerRate,
    PartnerScope,
    ScoreEntry,
    ScoreWeight,
    Skill,
)
from aftersail.scorecard.rules.partners import DEFAULT_WEIGHTS
from aftersail.scorecard.rules.sides import quarter_of, quarters_back
from aftersail.web.demo.accounts import UNUSABLE_PASSWORD, demo_account
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.names import People, in_pinyin
from aftersail.web.demo.setting import Setting

DAY = timedelta(days=1)
FROM = {
    "retired": ("原装备使用单位", "原舰船修理岗位", "原轮机长岗位"),
    "institute": ("船舶电子研究室", "动力机械研究室", "导航设备研究室"),
    "other": ("高等院校", "行业协会"),
}
CONSULTANTS = 14
PARTNERS = (
    ("泊远船舶服务", "Boyuan Ship Service", "repair", "active", "BH", "QDG", 4),
    ("启航机电修理", "Qihang Electrical Repair", "repair", "active", "DH", "SHG", 4),
    ("海岳船舶工程", "Haiyue Ship Works", "yard", "active", "NH", "GZG", 4),
    ("澜川自动化", "Lanchuan Automation", "maker", "active", "", "", 2),
    ("江岬船电", "Jiangjia Marine Electric", "repair", "active", "DH", "XMG", 3),
    ("北岬轮机服务", "Beijia Engine Service", "repair", "active", "BH", "DLG", 3),
    ("观潮检测所", "Guanchao Testing Institute", "institute", "active", "", "", 1),
    ("南汀船修", "Nanting Ship Repair", "repair", "suspended", "NH", "GZG", 2),
    ("白沙机械", "Baisha Machinery", "repair", "candidate", "NH", "", 2),
)
SERVICES = ("", "", "repair", "warranty")
RATES = (("hour", 260, 420), ("day", 1500, 2600), ("travel", 120, 200), ("call_out", 500, 900))


def build_contractors(stage: Setting, secret: str) -> None:
    """Put down consultants and partners."""
    _consultants(stage)
    for place, (*said, breadth) in enumerate(PARTNERS, 1):
        _partner(stage, secret, place, tuple(said), breadth)
    dice = stage.dice("weights")
    for side, weight in DEFAULT_WEIGHTS.items():
        stage.make(ScoreWeight, dice, dimension=side, weight=weight)


def _consultants(stage: Setting) -> None:
    dice, people = stage.dice("consultants"), People(stage.seed, "consultants")
    own = stage.desk[Role.CONSULTANT]
    skills = list(stage.skills.values())
    areas = list(stage.areas.values())
    for place in range(CONSULTANTS):
        staff = own[place] if place < len(own) else None
        name = staff.name if staff else people.name()
        source = dice.weighted({"retired": 5, "institute": 4, "other": 2})
        over = place in {CONSULTANTS - 1, CONSULTANTS - 2}
        until = stage.today + DAY * (
            365 if place == 0 else -dice.randrange(10, 90) if over else dice.randrange(25, 600)
        )
        signed = stage.begins.date() - DAY * dice.randrange(20, 200)
        expert: Consultant = stage.make(
            Consultant, dice, number=f"GW{place + 1:03d}", name=name, name_en=in_pinyin(name), account=staff.account if staff else None,
            source=source, comes_from=dice.one(FROM[source]), state="candidate" if place == 9 else "active", engaged_from=signed + DAY * 10,
            engaged_until=until, confidentiality_number="" if place == 9 else f"BM-{signed.year}-{place + 1:03d}",
            confidentiality_signed_on=None if place == 9 else signed, hours_a_week=dice.one((4, 8, 8, 12, 16)), phone=f"100-0002-{place:04d}",
        )  # fmt: skip
        known = (
            skills
            if staff is not None and place == 0
            else dice.sample(skills, k=min(len(skills), dice.randrange(1, 4)))
        )
        for skill in known:
            stage.make(ConsultantSpeciality, dice, consultant=expert, skill=skill)
        if dice.chance(0.7):
            stage.make(
                ConsultantClearance, dice, consultant=expert, area=dice.one([None, *areas]), number=f"DC-{place + 1:03d}",
                valid_from=stage.today - DAY * 300, expires_on=stage.today + DAY * dice.randrange(-20, 400),
            )  # fmt: skip
        if dice.chance(0.25):
            first = stage.today + DAY * dice.randrange(-2, 20)
            stage.make(
                ConsultantAbsence,
                dice,
                consultant=expert,
                first_day=first,
                last_day=first + DAY * 6,
                note="讲学",
            )


def _partner(stage: Setting, secret: str, place: int, said: tuple[str, ...], breadth: int) -> None:
    name, name_en, kind, state, area, port = said
    dice, people = stage.dice(f"partner/{place}"), People(stage.seed, f"partner/{place}")
    body = stage.make(Organisation, dice, name=f"{name}公司", name_en=f"{name_en} Ltd", kind="supplier")
    partner: Partner = stage.make(
        Partner, dice, code=f"HZ{place:02d}", name=f"{name}公司", name_en=f"{name_en} Ltd", kind=kind, organisation=body, state=state,
        contact=people.name(), phone=f"100-0003-{place:04d}", port=stage.ports.get(port), people_at_once=1 + place % 2,
    )  # fmt: skip
    tried = place == 1
    username = "supplier" if tried else f"hz{place:02d}"
    person = demo_account("supplier").name if tried else people.name()
    account: Account = stage.make(
        Account, dice, username=username, name=person, name_en=in_pinyin(person), password=secret if tried else UNUSABLE_PASSWORD,
        roles=[Role.SUPPLIER.value], organisation=body,
    )  # fmt: skip
    stage.accounts[username] = account
    stage.sheet.put(AccessGrant(organisation=body, kind="partner", target_id=partner.pk))
    skills: list[Skill] = dice.sample(list(stage.skills.values()), k=min(breadth, len(stage.skills)))
    for line, skill in enumerate(skills, 1):
        stage.make(
            PartnerScope, dice, partner=partner, line=line, skill=skill, area=stage.areas.get(area), service=dice.one(SERVICES) if line > 1 else ""
        )  # fmt: skip
    _papers(stage, dice, partner, place)
    if state == "active":
        stage.partners.append(partner)
        _entered(stage, dice, partner)


def _papers(stage: Setting, dice: Dice, partner: Partner, place: int) -> None:
    since = stage.begins.date() - DAY * 200
    lasts = {6: 40, 8: -15}.get(place, dice.randrange(200, 800))
    for kind in ("船舶修理资质", "安全生产许可")[: dice.randrange(1, 3)]:
        stage.make(
            PartnerQualification, dice, partner=partner, kind=kind, number=f"ZZ-{place:02d}-{dice.code(4)}", issuer="行业主管协会",
            valid_from=since, expires_on=stage.today + DAY * lasts,
        )  # fmt: skip
    stage.make(
        PartnerAgreement, dice, partner=partner, number=f"XY-{since.year}-{place:02d}", title="船舶设备服务合作协议", signed_on=since,
        starts_on=since, ends_on=stage.today + DAY * dice.randrange(100, 500), terms="按工单结算，返工不另计费，数据保密。",
    )  # fmt: skip
    for kind, low, high in RATES:
        stage.make(
            PartnerRate,
            dice,
            partner=partner,
            kind=kind,
            price_cny=Decimal(dice.randrange(low, high)),
            valid_from=since,
        )


def _entered(stage: Setting, dice: Dice, partner: Partner) -> None:
    """Scores that somebody typed in for quarters long past, before orders were kept here."""
    this: date = quarter_of(stage.today)
    for back in (4, 5):
        stage.make(
            ScoreEntry, dice, partner=partner, quarter_from=quarters_back(this, back), dimension="satisfaction",
            score=Decimal(dice.randrange(70, 95)), source="用户单位电话回访记录",
        )  # fmt: skip
