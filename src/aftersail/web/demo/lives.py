"""Lives of the hulls: stages, how their dates came to be, service plans, gates, handovers, leftovers, the user's tasks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from aftersail.core.models import StoredFile
from aftersail.fleet.actions.gates import default_points, default_questions
from aftersail.fleet.events import (
    HandoverAccepted,
    HandoverMoved,
    HandoverSigned,
    HandoverStarted,
    ServiceAccountOpened,
)
from aftersail.fleet.models import (
    Equipment,
    GateItem,
    GateQuestion,
    GateReview,
    Handover,
    HandoverItem,
    HandoverSignature,
    Leftover,
    Milestone,
    MilestoneChange,
    ReadinessItem,
    ServiceAccount,
    UserTask,
    UserTaskContent,
    Vessel,
)
from aftersail.fleet.rules import hull
from aftersail.fleet.rules.handover import conversion_lag, is_late
from aftersail.fleet.states import HandoverPart, HandoverSigner, HandoverState, HullStage
from aftersail.web.demo.always import always
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.judgement import CALENDAR
from aftersail.web.demo.names import People
from aftersail.web.demo.telling import Tale

REASONS = ("主机到货推迟", "船台占用", "系泊试验问题整改", "船东要求调整", "台风停工", "船厂节点调整")
LEFT = (
    "驾驶室显示器支架松动",
    "电缆标识不全",
    "备用电源模块未到",
    "说明书英文版缺页",
    "冷却水管路渗漏待复查",
    "报警点名称需更正",
)
TASKS = ("海上综合演练", "例行训练", "编队航行训练", "设备考核", "进坞检查", "访问活动")
FORM_MONTHS = 14
"""Ships delivered within so many months came through a handover form; older ones were taken over as they were."""


def tell_lives(tale: Tale) -> None:
    """Put down what a hull's life keeps beside its dates, for every hull, oldest deliveries first."""
    stage = tale.stage
    dice = Dice(stage.seed, "lives")
    for row in default_questions():
        stage.make(GateQuestion, dice, **row)
    for vessel in sorted(stage.vessels, key=lambda one: (one.delivered_on or date.max, one.hull_code)):
        _Life(tale, vessel).tell()


class _Life:
    def __init__(self, tale: Tale, vessel: Vessel) -> None:
        self.tale, self.stage, self.vessel = tale, tale.stage, vessel
        self.dice = Dice(self.stage.seed, f"life/{vessel.hull_code}")
        self.people = People(self.stage.seed, f"life/{vessel.hull_code}")
        self.dispatcher = self.stage.desk["dispatcher"][0]
        self.signatures: list[HandoverSignature] = []

    def tell(self) -> None:
        """Tell one hull's life up to today."""
        self._dates()
        recent = self.stage.today - timedelta(days=round(FORM_MONTHS * 30.44))
        on = self.vessel.delivered_on
        if on is None:
            self._plan()
            self._gates()
            self._leftovers(None)
        elif on >= recent:
            self._hand_over(on)
        else:
            self.stage.make(ServiceAccount, self.dice, vessel=self.vessel, delivered_on=on, opened_on=on)
            self.vessel.stage = HullStage.IN_SERVICE
        self._tasks()

    def _dates(self) -> None:
        """Date the installation too, and keep how the dates came to be; some hulls slipped."""
        known = self.stage.milestones[self.vessel.pk]
        due = always(known["equipment_due"].planned_on)
        begun = min(due + timedelta(12 + self.dice.randrange(8)), always(known["commissioning"].planned_on))
        done = known["commissioning"].actual_on is not None or begun <= self.stage.today
        known["installation"] = self.stage.make(
            Milestone,
            self.dice,
            vessel=self.vessel,
            kind="installation",
            planned_on=begun,
            actual_on=begun if done else None,
        )
        slipped = self.vessel.delivered_on is None and self.dice.chance(0.6)
        for milestone in known.values():
            self._history(milestone, slipped)
        actual = {kind: one.actual_on for kind, one in known.items()}
        self.vessel.stage = hull.hull_stage(actual, in_service=False)

    def _history(self, milestone: Milestone, slipped: bool) -> None:
        first = self.stage.present - timedelta(days=330 + self.dice.randrange(40))
        planned = always(milestone.planned_on)
        moves = slipped and milestone.actual_on is None and milestone.kind != "equipment_due"
        before = planned - timedelta(7 + self.dice.randrange(20)) if moves else None
        self._change(milestone, first, None, before or planned, None, "船厂节点计划")
        if moves:
            reason = self.dice.one(REASONS)
            milestone.reason = reason
            self._change(
                milestone, first + timedelta(200 + self.dice.randrange(90)), before, planned, None, reason
            )
        if milestone.actual_on is not None:
            reached = max(datetime.combine(milestone.actual_on, time(9), UTC), first + timedelta(hours=1))
            self._change(
                milestone, min(reached, self.stage.present), planned, planned, milestone.actual_on, ""
            )

    def _change(
        self,
        milestone: Milestone,
        at: datetime,
        before: date | None,
        planned: date,
        actual: date | None,
        reason: str,
    ) -> None:
        self.stage.sheet.put(
            MilestoneChange(
                id=self.dice.id(at), vessel=self.vessel, kind=milestone.kind, planned_before=before, planned_on=planned,
                actual_on=actual, reason=reason, changed_at=at, changed_by=self.dispatcher.name,
            ),
            at,
        )  # fmt: skip

    def _families(self) -> list[tuple[str, str]]:
        units = [one for one in self.stage.units if one.vessel is self.vessel]
        named = {one.model.family.code: (one.model.family.name, one.model.family.name_en) for one in units}
        return [named[code] for code in sorted(named)]

    def _plan(self, done_on: date | None = None) -> None:
        share = 0.9 if done_on else 0.35 + self.dice.random() * 0.5
        for point in default_points(self._families()):
            day = done_on or self.stage.today - timedelta(1 + self.dice.randrange(40))
            done = self.dice.chance(share)
            self.stage.make(
                ReadinessItem, self.dice, vessel=self.vessel, responsible=self.dice.one((always(self.vessel.steward).name, self.people.name())),
                done_on=day if done else None, evidence="已核对清单" if done and self.dice.chance(0.4) else "", **point,
            )  # fmt: skip

    def _gates(self) -> None:
        order = ("installation", "commissioning", "mooring_trial", "sea_trial", "delivery")
        reached = order.index(self.vessel.stage) if self.vessel.stage in order else -1
        for place, gate in enumerate(order[: reached + 2]):
            passed = place <= reached
            at = self.stage.present - timedelta(days=160 - 30 * place)
            review = self.stage.make(
                GateReview, self.dice, vessel=self.vessel, gate=gate, state="passed" if passed else "open",
                passed_at=at if passed else None, passed_by=self.stage.desk["quality"][0].name if passed else "",
            )  # fmt: skip
            for row in (one for one in default_questions() if one["gate"] == gate):
                self._point(review, row, passed, at)

    def _point(self, review: GateReview, row: dict[str, object], passed: bool, at: datetime) -> None:
        waived = passed and self.dice.chance(0.08)
        met = passed or self.dice.chance(0.45)
        told = {name: row[name] for name in ("code", "text", "text_en", "mandatory")}
        self.stage.make(
            GateItem, self.dice, review=review, answer="waived" if waived else "met" if met else "open",
            evidence="检查记录" if met and not waived else "", waived_by=self.stage.desk["quality"][0].name if waived else "",
            waiver_reason="备件已发运，到货后复查" if waived else "", answered_at=at if met else None, **told,
        )  # fmt: skip

    def _leftovers(self, listed_on: date | None) -> list[Leftover]:
        made = []
        vessel, service = self.vessel, hull.SERVICE_IN.get(self.vessel.stage, "trial_support")
        for text in self.dice.sample(LEFT, self.dice.randrange(1, 4)):
            by_yard = self.dice.chance(0.4)
            due = (listed_on or self.stage.today) + timedelta(10 + self.dice.randrange(60))
            fixed = (
                due - timedelta(self.dice.randrange(9))
                if due < self.stage.today and self.dice.chance(0.8)
                else None
            )
            item = Leftover(
                vessel=vessel, text=text, location=self.dice.one(("驾驶室", "机舱", "集控室", "甲板")), weight=self.dice.one(("major", "minor", "minor")),
                owed_by="yard" if by_yard else "maker", yard=vessel.built_by if by_yard else None, party=self.people.name(), due_on=due,
                stage=vessel.stage if listed_on is None else HullStage.SEA_TRIAL, service_type=service, listed_on=listed_on,
                fixed_on=fixed, accepted_on=fixed + timedelta(2) if fixed and fixed + timedelta(2) <= self.stage.today else None,
            )  # fmt: skip
            item.take_keys(vessel)
            born = self.stage.born()
            item.id = self.dice.id(born)
            made.append(self.stage.sheet.put(item, born))
        return made

    def _hand_over(self, on: date) -> None:
        """The form, filled and signed; one in five conversions took too long, one ship still waits for its account."""
        vessel, stage, dice = self.vessel, self.stage, self.dice
        lag = dice.weighted({0: 3, 1: 4, 2: 3, 3: 2, 5: 1, 9: 1})
        opened = CALENDAR.add_working_days(on, lag)
        if opened >= stage.today:
            return
        at = datetime.combine(opened, time(6), UTC)
        steward = always(vessel.steward)
        self._plan(on)
        handover = stage.sheet.put(
            Handover(
                id=dice.id(at - timedelta(days=2)), number=self.tale.log.number("HO", always(vessel.station).code, at), vessel=vessel,
                state=HandoverState.ACCEPTED, delivered_on=on, place=always(vessel.built_by).port.name, accepted_at=at,
                accepted_by=steward.name, late_reason="等待船东确认副手" if lag > 3 else "", unready_reason="个别备件随后补齐",
            ),
            at - timedelta(days=2),
        )  # fmt: skip
        self._items(handover, at)
        self._sign(handover, at)
        waited = conversion_lag(on, opened, CALENDAR)
        stage.make(
            ServiceAccount, dice, vessel=vessel, handover=handover, delivered_on=on, opened_on=opened, lag_days=(opened - on).days,
            lag_working_days=waited, late=is_late(waited, 3), reason=handover.late_reason,
        )  # fmt: skip
        vessel.stage = HullStage.IN_SERVICE
        self._leftovers(on)
        self._log(handover, waited, at)

    def _log(self, handover: Handover, waited: int, at: datetime) -> None:
        """What the handover's own page tells of it."""
        number, vessel, note = handover.number, self.vessel, self.tale.log.note
        steward, dispatcher = always(self.vessel.steward).account, self.dispatcher.account
        begun, on = HandoverStarted(handover.pk, vessel.pk, number), always(handover.delivered_on)
        note(begun, handover, dispatcher, at - timedelta(days=2))
        note(HandoverMoved(number, HandoverState.CHECKED), handover, steward, at - timedelta(hours=4))
        for signature in self.signatures:
            signed = HandoverSigned(number, signature.side, signature.name)
            note(signed, handover, steward, signature.signed_at)
        note(HandoverAccepted(handover.pk, vessel.pk, number, on, waited), handover, dispatcher, at)
        opened = ServiceAccountOpened(vessel.pk, waited, is_late(waited, 3), handover.late_reason)
        note(opened, vessel, dispatcher, at)

    def _items(self, handover: Handover, at: datetime) -> None:
        units = [
            one for one in self.stage.sheet.of(Equipment) if one.vessel is self.vessel and one.parent is None
        ]
        rows: list[tuple[HandoverPart, str, str, Equipment | None]] = [
            (HandoverPart.UNIT, f"{one.name}（{one.model.code}）", one.serial_number, one) for one in units
        ]
        rows += [
            (part, title, "", None)
            for part, title in (
                (HandoverPart.DOCUMENT, "使用维护说明书、图样、履历簿"), (HandoverPart.DOCUMENT, "保修证书与服务联系卡"),
                (HandoverPart.SPARE, "随船备件"), (HandoverPart.SPARE, "专用工具"), (HandoverPart.TEST, "系泊试验"),
                (HandoverPart.TEST, "航行试验"), (HandoverPart.TRAINING, "操作与维护培训"),
            )
        ]  # fmt: skip
        for part, title, serial, unit in rows:
            self.stage.sheet.put(
                HandoverItem(
                    id=self.dice.id(at), handover=handover, part=part, title=title, identifier=serial, equipment=unit, result="ok",
                    checked_by=always(self.vessel.steward).name, checked_at=at - timedelta(hours=5),
                ),
                at - timedelta(days=1),
            )  # fmt: skip

    def _sign(self, handover: Handover, at: datetime) -> None:
        posts = {
            HandoverSigner.YARD: "质检主管",
            HandoverSigner.USER: "轮机长",
            HandoverSigner.MAKER: "服务经理",
        }
        for side, post in posts.items():
            name = always(self.vessel.steward).name if side == HandoverSigner.MAKER else self.people.name()
            picture = self.tale.pictures[sum(map(ord, name)) % len(self.tale.pictures)]
            signed = at - timedelta(hours=2)
            stored = self.stage.sheet.put(
                StoredFile(
                    id=self.dice.id(signed), name=f"{side}.png", media_type="image/png", size=len(picture.content), sha256=picture.sha256,
                    subject_type="fleet.handover", subject_id=handover.pk, purpose="signature", keys=handover.reach_keys(),
                ),
                signed,
            )  # fmt: skip
            signature = HandoverSignature(
                id=self.dice.id(signed), handover=handover, side=side, name=name, post=post, signed_at=signed, image=stored,
            )  # fmt: skip
            self.signatures.append(self.stage.sheet.put(signature, signed))

    def _tasks(self) -> None:
        if self.vessel.delivered_on is None or self.dice.chance(0.45):
            return
        day = self.stage.today - timedelta(self.dice.randrange(30))
        for title in self.dice.sample(TASKS, self.dice.randrange(1, 4)):
            day += timedelta(5 + self.dice.randrange(35))
            task = self.stage.make(
                UserTask, self.dice, vessel=self.vessel, first_day=day, last_day=day + timedelta(2 + self.dice.randrange(10)),
                level=self.dice.weighted({"vessel": 5, "formation": 3, "fleet": 1}),
                effect=self.dice.weighted({"blocks": 5, "informs": 2, "prioritises": 2}),
            )  # fmt: skip
            self.stage.make(
                UserTaskContent, self.dice, task=task, vessel=self.vessel, customer=self.vessel.customer, title=title,
            )  # fmt: skip
            day = task.last_day
