"""The same story told twice, for two customers: every kind of record, each text holding its side's secret word."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from aftersail.care.models import ReturnVisit
from aftersail.cases.actions import judging, opening, orders, owed, talking
from aftersail.cases.actions.needs import NO_MORE, MemberAsked, Needs
from aftersail.core.files import attach
from aftersail.core.ids import new_id
from aftersail.core.models import Account, LogEntry, Organisation, StoredFile
from aftersail.core.search import index
from aftersail.core.work import deliver
from aftersail.dispatch.actions import assign_order
from aftersail.dispatch.queries.proposals import proposal_for
from aftersail.fleet.actions import freeze_technical_state
from aftersail.fleet.actions.paper import freeze_paper
from aftersail.fleet.actions.state_changes import plan_change
from aftersail.fleet.models import (
    BillPosition,
    Contact,
    Customer,
    Equipment,
    FailureCode,
    FunctionCode,
    FunctionCodeScheme,
    GateItem,
    GateQuestion,
    GateReview,
    Handover,
    HandoverItem,
    Leftover,
    MaintenanceRecord,
    Milestone,
    Obsolescence,
    Permit,
    ProductVersion,
    ReadinessItem,
    UserTask,
    UserTaskContent,
    Vessel,
    WarrantyAdjustment,
)
from aftersail.intake.actions import receive_request
from aftersail.people.models import Leave, Staff
from aftersail.satisfaction.actions import hand_out_card
from aftersail.supply.models import Part
from aftersail.visits.actions import findings, moving, photos, recording, signing, supplies
from aftersail.visits.models import CostLine, Visit
from aftersail.web.demo.small import World
from tests.isolation.belongings import belongings_of, picture
from tests.isolation.channels import tell_channels
from tests.isolation.contracts import give_out, keep_contracts
from tests.isolation.filled import design_forms, fill_forms
from tests.isolation.growth import grow
from tests.isolation.supplies import supplies_of, use_tool

BAIT = "spindlehawk"
"""Stands in the texts of both sides, so that a search for it tries to find both."""

MARKUP = "<img src=x onerror=alert(1)>\"'{{7*7}}"
"""Must never reach a browser as it is."""


@dataclass
class Side:
    """One customer: the secret word that only its people may ever read, and its records by what they are."""

    word: str
    customer: Customer
    vessel: Vessel
    unit: Equipment
    crew: Account
    lead: Staff
    records: dict[str, Any] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """A text of this side, as somebody would write it who wants to run a script in the reader's browser."""
        return f"{BAIT} {self.word} {MARKUP}"


@dataclass
class History:
    """Both sides, and what belongs to each account alone."""

    world: World
    sides: dict[str, Side]
    accounts: dict[str, Account]
    personal: dict[str, dict[str, Any]] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)


def tell_history(world: World) -> History:
    """Make the history; to be called under every row (`as_system`)."""
    accounts = dict(world.accounts)
    away = world.staff["unskilled_engineer"]
    Leave.objects.create(staff=away, first_day=timezone.localdate(), last_day=timezone.localdate())
    grow(world, timezone.localdate())
    kept = keep_contracts(world, timezone.now()) | design_forms(world, timezone.now())
    sides = {
        "A": Side("Xanquorvex", world.customer, world.vessel, world.radar, accounts["crew"], world.staff["engineer"]),
        "B": Side(
            "Ybrenthuma", world.other_customer, world.yard_vessel, world.yard_radar, accounts["other_crew"],
            world.staff["other_engineer"],
        ),
    }  # fmt: skip
    _keep_catalogue(world)
    history = History(world, sides, accounts, kept=kept)
    for side in sides.values():
        _name_after(side)
    # Every object is loaded anew: what the world holds was made before the secret words.
    for side in sides.values():
        side.vessel, side.unit = Vessel.objects.get(pk=side.vessel.pk), Equipment.objects.get(pk=side.unit.pk)
        _tell_side(world, side)
    deliver_everything()
    for side in sides.values():
        _serve(side)
        fill_forms(side, picture("black").read(), kept["form"])
    deliver_everything()
    for name, account in accounts.items():
        history.personal[name] = belongings_of(account, _side_of(history, account))
    return history


def _keep_catalogue(world: World) -> None:
    """Make what of versions, codes, permits and obsolescence belongs to nobody."""
    today = timezone.localdate()
    version = ProductVersion.objects.create(model=world.radar_model, code="HR-300/A")
    BillPosition.objects.create(product_version=version, position="1", name="收发机", model=world.radar_model)
    Obsolescence.objects.create(model=world.radar_model, item="磁控管", last_buy_on=today)
    Permit.objects.create(
        kind="concession", number="RB-1", title="色差", model=world.radar_model, serials="HR300-0001…HR300-0009", requirement="TS-1",
        description="色差", reason="批次", valid_from=today, valid_until=today,
    )  # fmt: skip
    scheme = FunctionCodeScheme.objects.create(code="SHIP", name="船舶系统")
    FunctionCode.objects.create(scheme=scheme, code="4", name="船舶设备")


def deliver_everything() -> None:
    """Carry out the reactions to everything logged so far, as a worker would."""
    for entry_id in LogEntry.objects.order_by("pk").values_list("pk", flat=True):
        deliver(entry_id)


def _name_after(side: Side) -> None:
    word = side.word
    Customer.objects.filter(pk=side.customer.pk).update(name=f"{word} 航运", name_en=f"{word} Shipping")
    Organisation.objects.filter(pk=side.customer.organisation_id).update(
        name=f"{word} 集团", name_en=f"{word} Group"
    )
    Vessel.objects.filter(customer=side.customer).update(name_en=f"{word} Star", name=f"{word} 号")
    Equipment.objects.filter(vessel=side.vessel).update(
        name=f"{word} 雷达", location=f"{word} bridge", batch=word
    )
    Contact.objects.filter(customer=side.customer).update(
        name=f"{word} 郑", post=word, phone="13900000000", email=f"{word}@example.com"
    )
    Account.objects.filter(pk=side.crew.pk).update(name=f"{word} 船员", email=f"{word}@example.com")
    side.crew.refresh_from_db()
    for row in (
        *Customer.objects.filter(pk=side.customer.pk),
        *Vessel.objects.filter(customer=side.customer),
        *Equipment.objects.filter(vessel=side.vessel),
    ):
        index(row, title=f"{row}", body=[side.told], at=timezone.now())


def _tell_side(world: World, side: Side) -> None:
    desk, now = world.account("dispatcher"), timezone.now()
    made = side.records
    made.update(customer=side.customer, vessel=side.vessel, unit=side.unit)
    made["contact"] = Contact.objects.filter(vessel=side.vessel).first()
    made["milestone"] = Milestone.objects.filter(vessel=side.vessel).first()
    _tell_life(side, now)
    made["maintenance"] = MaintenanceRecord.objects.create(
        equipment=side.unit, source="log", source_key=side.word, fingerprint=side.word, happened_on=now.date() - timedelta(30),
        text=side.told, system=side.word, part=side.word, action=side.word, failure_mode=side.word,
    )  # fmt: skip
    made["adjustment"] = WarrantyAdjustment.objects.create(
        equipment=side.unit, kind="extended", since_on=now.date(), months=1, paper=side.told[:80]
    )

    def report(by: Account | None) -> Any:
        return receive_request(
            by=by, id=new_id(), channel="qr" if by is None else "portal", text=f"{side.told} 没有回波", reporter_name=side.word,
            reporter_phone="13900000000", equipment=side.unit, at=now - timedelta(hours=8),
        )  # fmt: skip

    made["waiting_request"], made["request"] = report(side.crew), report(None)
    attach(picture(), by=None, about=made["request"], at=now, caption=side.told)
    case = opening.open_case_from(
        by=desk, request=made["request"], id=new_id(), title=side.told, at=now - timedelta(hours=7)
    )
    made["case"] = judging.triage_case(
        by=desk, case=case, severity="S2", stage=case.stage, owner=side.lead, at=now - timedelta(hours=6)
    )
    made["other_case"] = opening.open_case(
        by=desk, id=new_id(), vessel=side.vessel, equipment=side.unit, title=side.told, description=side.told, channel="phone",
        reported_at=now - timedelta(hours=5), at=now - timedelta(hours=5), reporter_name=side.word,
    )  # fmt: skip
    talking.comment_on(
        by=desk, case=case, id=new_id(), text=side.told, internal=False, at=now - timedelta(hours=5)
    )
    talking.comment_on(
        by=desk,
        case=case,
        id=new_id(),
        text=f"{side.told} internal",
        internal=True,
        at=now - timedelta(hours=5),
    )
    talking.comment_on(
        by=side.crew, case=case, id=new_id(), text=side.told, internal=False, at=now - timedelta(hours=5)
    )
    talking.log_contact(
        by=desk,
        case=case,
        means="phone",
        reached=True,
        person=side.word,
        note=side.told,
        at=now - timedelta(hours=5),
    )
    made["state_change"] = plan_change(
        by=desk,
        equipment=side.unit,
        kind="swap",
        reason=side.told,
        reference=side.word,
        new_serial=side.word,
        at=now,
    )
    freeze_technical_state(by=None, vessel=side.vessel, kind="as_built", at=now)
    made["task"] = talking.give_task(
        by=desk,
        case=case,
        id=new_id(),
        party=side.customer.organisation,
        text=side.told,
        due_on=now.date() + timedelta(2),
        at=now,
    )
    made["owed"] = owed.owe_part(
        by=desk, case=case, id=new_id(), part=world.part, quantity=1, due_on=None, at=now
    )
    made["leftover"] = owed.note_leftover(
        by=desk, case=case, id=new_id(), text=side.told, party=side.word, due_on=None, at=now
    )
    made["file"] = attach(picture(), by=desk, about=case, at=now, caption=side.told)
    StoredFile.objects.filter(pk=made["file"].pk).update(name=f"{side.word}.png")
    made["order"] = _order(world, side, case, now)
    made.update(supplies_of(world, side.lead, side.vessel, side.told, side.word, now))
    made["assignment"] = _assign(desk, side, made["order"], now)
    made["card"] = hand_out_card(by=None, case=made["other_case"], event="remote", at=now)
    give_out(side, now)
    tell_channels(side, now)
    made["return_visit"] = ReturnVisit.objects.create(
        vessel=side.vessel,
        kind="closure",
        due_on=now.date(),
        interviewee=side.word,
        condition=side.told,
        problems=side.told,
        suggestions=side.told,
    )


def _tell_life(side: Side, now: datetime) -> None:
    """A service plan, a gate, an accepted handover with its paper, a leftover of the yard, a task of the user."""
    made, vessel = side.records, side.vessel
    made["readiness"] = ReadinessItem.objects.create(
        vessel=vessel, part="spares", title=side.told, responsible=side.word
    )
    GateQuestion.objects.get_or_create(gate="delivery", code="S-01", defaults={"text": "备件齐套"})
    made["gate"] = GateReview.objects.create(vessel=vessel, gate="sea_trial")
    made["gate_point"] = GateItem.objects.create(review=made["gate"], code="S-01", text=side.told)
    handover = Handover.objects.create(
        number=f"HO-{side.word}", vessel=vessel, place=side.told, delivered_on=now.date()
    )
    made["handover_item"] = HandoverItem.objects.create(
        handover=handover,
        part="unit",
        equipment=side.unit,
        title=side.told,
        identifier=side.word,
        result="ok",
    )
    freeze_paper(handover, now)
    Handover.objects.filter(pk=handover.pk).update(state="accepted", accepted_at=now)
    made["handover"] = Handover.objects.get(pk=handover.pk)
    item = Leftover(
        vessel=vessel, text=side.told, location=side.word, party=side.word, due_on=now.date(), owed_by="yard",
        yard=vessel.open_to_yard,
    )  # fmt: skip
    item.take_keys(vessel)
    item.save()
    made["owed_leftover"] = item
    task = UserTask.objects.create(vessel=vessel, first_day=now.date(), last_day=now.date(), effect="informs")
    UserTaskContent.objects.create(
        task=task, vessel=vessel, customer=side.customer, title=side.told, text=side.told
    )
    made["user_task"] = task


def _order(world: World, side: Side, case: Any, now: datetime) -> Any:
    desk = world.account("dispatcher")

    def draft(needs: Needs = NO_MORE) -> Any:
        return orders.draft_order(
            by=desk, case=case, id=new_id(), scope=side.told, port=side.vessel.lies_at, window_from=now - timedelta(hours=4),
            window_until=now + timedelta(days=3), work_hours=Decimal(4), skill=world.skills["RAD"], parts_list=side.word,
            safety_notes=side.word, at=now - timedelta(hours=4), needs=needs,
        )  # fmt: skip

    order = orders.approve_order(by=desk, order=draft(), at=now - timedelta(hours=3))
    side.records["draft_order"] = draft(
        Needs((MemberAsked(world.skills["RAD"]),), after=order, tool_classes=[side.word])
    )
    return order


def _assign(desk: Account, side: Side, order: Any, now: datetime) -> Any:
    at = now - timedelta(hours=3)
    fits = next(p for p in proposal_for(order, at).ranking.proposals if p.candidate.key == side.lead.number)
    return assign_order(
        by=desk, order=order, staff=side.lead, starts_at=fits.earliest_start, ends_at=fits.earliest_start + timedelta(hours=4),
        at=at, id=new_id(), override_reason=side.told,
    )  # fmt: skip


def _serve(side: Side) -> None:
    """Take the planned visit on board and write in its record."""
    by, now = Account.objects.get(pk=side.lead.account_id), timezone.now()
    visit = Visit.objects.get(order=side.records["order"])
    moving.accept_visit(by=by, visit=visit, at=now - timedelta(minutes=50))
    moving.set_out(by=by, visit=visit, at=now - timedelta(minutes=40))
    moving.arrive(by=by, visit=visit, at=now - timedelta(minutes=30))
    moving.begin_work(by=by, visit=visit, at=now - timedelta(minutes=20))
    for step in visit.steps.order_by("place"):
        recording.record_step(
            by=by,
            step=step,
            result="pass",
            at=now,
            reading=Decimal("24.0") if step.low else None,
            note=side.told,
        )
    facts = {
        "diagnosis": side.told,
        "work_done": side.told,
        "test_result": side.told,
        "restored": "restored",
        "user_opinion": side.told,
    }
    recording.save_facts(by=by, visit=visit, values=facts, at=now)
    made = side.records
    made["visit"], made["step"] = visit, visit.steps.first()
    codes = {"mode": FailureCode.objects.get(kind="mode", code="NOO")}
    made["cost_line"] = CostLine.objects.create(
        visit=visit, kind=CostLine._meta.get_field("kind").choices[0][0], amount_cny=1, note=side.told
    )
    made["finding"] = findings.record_finding(
        by=by, visit=visit, id=new_id(), text=side.told, equipment=side.unit, at=now, **codes
    )
    made["tool_use"] = use_tool(visit, made["tool"], now)
    part = Part.objects.get(number="HR-PSU-24")
    made["use"] = supplies.record_part(
        by=by, visit=visit, id=new_id(), part=part, quantity=1, serial_in=side.word, at=now
    )
    photos.add_photo(by=by, visit=visit, upload=picture("red"), moment="before", caption=side.told, at=now)
    taken = {"size": 1000, "sha256": "0" * 64, "moment": "during", "caption": side.told}
    made["photo"] = photos.announce_photo(by=by, visit=visit, id=new_id(), at=now, **taken)
    moving.finish_work(by=by, visit=visit, at=now)
    recording.save_hours(by=by, visit=visit, entries=[(side.lead, "work", Decimal(1))], at=now)
    drawn = [
        signing.Signed(role, side.word, picture("black").read(), now, side.word)
        for role in ("user", "engineer")
    ]
    signing.sign_visit(by=by, visit=visit, signatures=drawn, at=now)


def _side_of(history: History, account: Account) -> str:
    """Return the secret word that stands on an account's own things: its side's, or none."""
    own = {side.customer.organisation_id: side.word for side in history.sides.values()}
    return own.get(account.organisation_id, "own")
