"""A yard's milestone plan: one row a hull, one column a milestone; dates that run backwards are refused by row (R36)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftersail.core.importing.declared import Order, Written
from aftersail.core.importing.fields import Names
from aftersail.core.models import Account
from aftersail.core.tabular import Fault, Field, ImportPlan, Kind, PlannedRow
from aftersail.core.tabular.fingerprint import fingerprint_of
from aftersail.core.tabular.register import Existing, KeyValue
from aftersail.core.verdicts import Refused
from aftersail.fleet.actions.milestones import follow_milestone
from aftersail.fleet.models import Milestone, Vessel
from aftersail.fleet.permissions import may_keep_vessel
from aftersail.fleet.rules import hull
from aftersail.fleet.states import MilestoneKind

ALIASES: dict[str, tuple[str, ...]] = {
    MilestoneKind.EQUIPMENT_DUE: ("设备纳期", "设备到厂", "equipment due"),
    MilestoneKind.INSTALLATION: ("安装", "上船安装"),
    MilestoneKind.COMMISSIONING: ("调试", "调试开始"),
    MilestoneKind.MOORING_TRIAL: ("系泊", "系泊试验", "mooring trials"),
    MilestoneKind.SEA_TRIAL: ("航行试验", "试航", "sea trials"),
    MilestoneKind.DELIVERY: ("交船", "交付", "交装"),
}

FIELDS: tuple[Field, ...] = (
    Field(name="vessel", label=gettext_lazy("Hull"), kind=Kind.REFERENCE, required=True, reference=gettext_lazy("hull code or name"), example="XX-0000", aliases=("舷号", "船号", "船体号", "hull code", "hull")),
    *(
        Field(name=kind.value, label=kind.label, kind=Kind.DATE, example=f"2026-{month:02d}-15", aliases=ALIASES[kind])
        for month, kind in enumerate(hull.YARD_PLAN, 3)
    ),
    Field(name="reason", label=gettext_lazy("Reason"), max_length=200, aliases=("变更原因", "说明", "why"), help=gettext_lazy("Why dates changed; kept in their history.")),
)  # fmt: skip


class YardPlanTarget:
    """The planned dates of hulls during one import. An empty cell leaves the date as it is."""

    fields = FIELDS

    def __init__(self, order: Order) -> None:
        self.order = order
        self._vessels: dict[UUID, Vessel] = {}

    def references(self, field: str, texts: Collection[str]) -> Mapping[str, Any]:
        """Return the hulls that texts name, as far as the importing person may see them."""
        return Names(Vessel, ("hull_code", "name", "imo_number")).found(texts, self.order.by)

    def existing(self, keys: Collection[KeyValue], fields: Sequence[str]) -> Mapping[KeyValue, Existing]:
        """Return the hulls whose plan holds dates already, with the fingerprint of what the file would set."""
        self._read([key[0] for key in keys])
        found = {}
        for key in keys:
            vessel = self._vessels.get(key[0])
            if vessel is None:
                continue
            kept = {one.kind: one.planned_on for one in vessel.milestones.all()}
            if any(kept.get(kind) for kind in hull.YARD_PLAN):
                shown = [self._shown(vessel, kept, name) for name in fields]
                found[key] = Existing(vessel.pk, fingerprint_of(shown))
        return found

    @staticmethod
    def _shown(vessel: Vessel, kept: Mapping[str, Any], name: str) -> Any:
        return vessel.pk if name == "vessel" else None if name == "reason" else kept.get(name)

    def faults(
        self, fields: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[int, str, Fault]]:
        """Refuse rows whose dates run backwards, alone or beside the hull's other dates, and hulls one does not keep."""
        place = {name: index for index, name in enumerate(fields)}
        self._read([row[place["vessel"]] for row in rows])
        for index, row in enumerate(rows):
            vessel = self._vessels.get(row[place["vessel"]])
            if vessel is None:
                continue
            if self.order.by is not None and not (verdict := may_keep_vessel(self.order.by, vessel)):
                yield index, "vessel", _fault(verdict.reasons)
                continue
            told = {name: row[place[name]] for name in hull.YARD_PLAN if name in place and row[place[name]]}
            if not told:
                yield index, "", Fault("register.rule", text=gettext_lazy("The row holds no date at all."))
                continue
            if not (verdict := hull.check_order(self._planned(vessel) | told)):
                yield index, self._offender(told), _fault(verdict.reasons)
            elif vessel.delivered_on is not None:
                late = gettext_lazy("This hull is delivered; a yard's plan no longer moves its dates.")
                yield index, "vessel", Fault("register.rule", text=late)

    @staticmethod
    def _offender(told: Mapping[MilestoneKind, date]) -> str:
        last: date | None = None
        for kind in hull.YARD_PLAN:
            day = told.get(kind)
            if day is not None:
                if last is not None and day < last:
                    return str(kind)
                last = day
        return ""

    def idle(self, plan: ImportPlan) -> list[PlannedRow]:
        """Return hulls whose dates stand as the file says: empty cells and the reason alone change nothing."""
        return [row for row in plan.update if not self._moves(plan, row)]

    def write(self, plan: ImportPlan, *, at: datetime) -> list[Written]:
        """Set the dates hull by hull; each moved date keeps its history and tells its owners."""
        written = []
        for row in (*plan.create, *plan.update):
            values = plan.values_of(row)
            vessel = self._vessels[values["vessel"]]
            reason = (values.get("reason") or _("Yard's milestone plan"))[:200]
            before: dict[str, str | None] = {}
            for kind, day in self._moves(plan, row).items():
                milestone = next((one for one in vessel.milestones.all() if one.kind == kind), None)
                if milestone is None:
                    milestone = Milestone(vessel=vessel, kind=kind, planned_on=day, reason=reason)
                    milestone.save(force_insert=True)
                    before[kind] = None
                else:
                    before[kind] = milestone.planned_on.isoformat() if milestone.planned_on else ""
                    milestone.change(planned_on=day, reason=reason)
                milestone.vessel = vessel
                follow_milestone(milestone, frozenset({"planned_on"}), by=self.order.by, at=at)
            # Every row is an update of its hull: what undoing needs are the dates as they were.
            after = {kind: day.isoformat() for kind, day in self._moves_of(values, vessel, before).items()}
            written.append(Written(row.row, vessel.pk, {"dates": before, "after": after}))
        return written

    @staticmethod
    def _moves_of(values: Mapping[str, Any], vessel: Vessel, before: Mapping[str, Any]) -> dict[str, date]:
        return {kind: values[kind] for kind in before}

    def undo(self, written: Sequence[Written], *, by: Account | None, at: datetime) -> None:
        """Put the dates back; Refused when somebody moved one of them since."""
        for one in written:
            assert one.before is not None
            vessel = Vessel._base_manager.prefetch_related("milestones").get(pk=one.subject_id)
            kept = {m.kind: m for m in vessel.milestones.all()}
            for kind, was in one.before["dates"].items():
                milestone = kept.get(kind)
                day = milestone.planned_on if milestone else None
                if milestone is None or day is None or day.isoformat() != one.before["after"][kind]:
                    raise Refused(
                        [
                            _("Dates of %(hull)s were moved since, so the import cannot be undone.")
                            % {"hull": vessel.hull_code}
                        ]
                    )
                milestone.change(
                    planned_on=date.fromisoformat(was) if was else None, reason=_("Import undone")
                )
                milestone.vessel = vessel
                follow_milestone(milestone, frozenset({"planned_on"}), by=by, at=at)

    def _moves(self, plan: ImportPlan, row: PlannedRow) -> dict[str, date]:
        values = plan.values_of(row)
        planned = self._planned(self._vessels[values["vessel"]])
        return {
            str(kind): day
            for kind in hull.YARD_PLAN
            if (day := values.get(kind)) is not None and day != planned.get(kind)
        }

    @staticmethod
    def _planned(vessel: Vessel) -> dict[str, date | None]:
        return {one.kind: one.planned_on for one in vessel.milestones.all()}

    def _read(self, ids: Collection[Any]) -> None:
        wanted = [pk for pk in ids if pk is not None and pk not in self._vessels]
        rows = Vessel._base_manager.filter(pk__in=wanted).prefetch_related("milestones")
        self._vessels.update({one.pk: one for one in rows.select_related("station", "steward", "deputy")})


def _fault(reasons: Collection[Any]) -> Fault:
    return Fault("register.rule", text=" ".join(force_str(reason) for reason in reasons))
