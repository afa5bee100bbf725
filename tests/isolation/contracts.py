"""Consultants, partners, policy and duties for the history: what the house keeps, and what was given to a partner."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aftersail.cases.models import Consultation
from aftersail.dispatch.models import PartnerOrder
from aftersail.people.models import (
    Consultant,
    ConsultantAbsence,
    ConsultantClearance,
    ConsultantSpeciality,
    DutyActivity,
    DutyChart,
    Partner,
    PartnerAgreement,
    PartnerQualification,
    PartnerRate,
    PartnerScope,
    PolicyPromise,
    ScoreEntry,
    ScoreWeight,
    ServicePolicy,
)
from aftersail.web.demo.small import World


def keep_contracts(world: World, now: datetime) -> dict[str, Any]:
    """Enter one of each register and return those that few may read; nobody's account is tied to them, so they widen no reach."""
    today, later = now.date(), now.date() + timedelta(300)
    policy = ServicePolicy.objects.create(
        edition=1, title="方针", title_en="Policy", text="一", text_en="One"
    )
    PolicyPromise.objects.create(
        policy=policy, text="诺", text_en="Promise", number=2, measure="时", measure_en="h"
    )
    chart = DutyChart.objects.create(edition=1, name="职责")
    DutyActivity.objects.create(chart=chart, code="x", name="事", accountable_role="dispatcher")
    expert = Consultant.objects.create(
        number="G1", name="顾问", source="retired", state="active", engaged_from=today - timedelta(9), engaged_until=later,
        confidentiality_signed_on=today - timedelta(9),
    )  # fmt: skip
    ConsultantSpeciality.objects.create(consultant=expert, skill=world.skills["RAD"])
    ConsultantClearance.objects.create(consultant=expert, number="1", valid_from=today, expires_on=later)
    ConsultantAbsence.objects.create(consultant=expert, first_day=later, last_day=later)
    partner = Partner.objects.create(code="P1", name="合作方", state="active")
    PartnerScope.objects.create(partner=partner)
    PartnerQualification.objects.create(
        partner=partner, kind="资质", valid_from=today - timedelta(9), expires_on=later
    )
    agreement = PartnerAgreement.objects.create(
        partner=partner,
        number="1",
        title="协议",
        signed_on=today,
        starts_on=today - timedelta(9),
        ends_on=later,
    )
    rate = PartnerRate.objects.create(partner=partner, kind="hour", price_cny=300, valid_from=today)
    ScoreWeight.objects.create(dimension="quality", weight=30)
    entry = ScoreEntry.objects.create(
        partner=partner, quarter_from=today.replace(month=1, day=1), dimension="time", score=80, source="抽查"
    )
    return {"agreement": agreement, "rate": rate, "score": entry}


def give_out(side: Any, now: datetime) -> None:
    """Ask the consultant into a side's case, and give its drafted order to the partner."""
    made, case, order = side.records, side.records["case"], side.records["draft_order"]
    made["consultation"] = Consultation.objects.create(
        case=case,
        consultant=Consultant.objects.get(),
        question=side.told,
        invited_at=now,
        until=now + timedelta(9),
    )
    partner = Partner.objects.get()
    made["partner_order"] = PartnerOrder.objects.create(
        order=order, case=case, partner=partner, number=order.number, vessel_name=side.word, port_name=side.word, scope=side.told,
        starts_at=now, ends_at=now + timedelta(hours=4), agreed_cost_cny=1, reason=side.told, offered_at=now,
        keys=[*order.reach_keys(), partner.pk],
    )  # fmt: skip
