"""A user's task calendar as a table: one row a task; only those who may know the content may import it (R37)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftersail.core.ids import new_id
from aftersail.core.importing.declared import Order, Written
from aftersail.core.importing.fields import Names
from aftersail.core.models import Account
from aftersail.core.tabular import Fault, Field, ImportPlan, Kind, PlannedRow
from aftersail.core.tabular.fingerprint import fingerprint_of
from aftersail.core.tabular.register import Existing, KeyValue
from aftersail.core.verdicts import Refused
from aftersail.fleet.actions.user_tasks import keep_task
from aftersail.fleet.models import UserTask, UserTaskContent, Vessel
from aftersail.fleet.permissions.lifecycle import may_keep_tasks
from aftersail.fleet.rules.user_tasks import check_task
from aftersail.fleet.states import TaskLevel, WindowEffect

FIELDS: tuple[Field, ...] = (
    Field(name="vessel", label=gettext_lazy("Vessel"), kind=Kind.REFERENCE, required=True, reference=gettext_lazy("hull code or name"), example="XX-0000", aliases=("舷号", "船名")),
    Field(name="title", label=gettext_lazy("Title"), required=True, max_length=120, example="示例任务", aliases=("任务", "任务名称")),
    Field(name="first_day", label=gettext_lazy("First day"), kind=Kind.DATE, required=True, example="2026-06-01", aliases=("开始", "开始日期")),
    Field(name="last_day", label=gettext_lazy("Last day"), kind=Kind.DATE, required=True, example="2026-06-10", aliases=("结束", "结束日期")),
    Field(name="level", label=gettext_lazy("Level"), kind=Kind.CHOICE, choices=[(str(v), label) for v, label in TaskLevel.choices], aliases=("级别", "任务级别")),
    Field(name="effect", label=gettext_lazy("Effect on service"), kind=Kind.CHOICE, choices=[(str(v), label) for v, label in WindowEffect.choices], aliases=("对服务影响",)),
    Field(name="text", label=gettext_lazy("Content"), max_length=2000, aliases=("内容", "说明")),
)  # fmt: skip
STORED = ("level", "first_day", "last_day", "effect")


class TaskCalendarTarget:
    """Tasks of the user during one import: the same ship, title and first day are the same task."""

    fields = FIELDS

    def __init__(self, order: Order) -> None:
        self.order = order
        self._vessels: dict[UUID, Vessel] = {}
        self._kept: dict[KeyValue, UserTaskContent] = {}

    def references(self, field: str, texts: Collection[str]) -> Mapping[str, Any]:
        """Return the ships that texts name, as far as the importing person may see them."""
        return Names(Vessel, ("hull_code", "name")).found(texts, self.order.by)

    def existing(self, keys: Collection[KeyValue], fields: Sequence[str]) -> Mapping[KeyValue, Existing]:
        """Return the tasks that these keys name."""
        self._read([key[0] for key in keys])
        rows = UserTaskContent.objects.select_related("task").filter(vessel__in={key[0] for key in keys})
        for one in rows:
            self._kept[(one.vessel_id, one.title, one.task.first_day)] = one
        return {
            key: Existing(kept.task_id, fingerprint_of(_value(kept, name) for name in fields))
            for key in keys
            if (kept := self._kept.get(key)) is not None
        }

    def faults(
        self, fields: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[int, str, Fault]]:
        """Refuse ships whose calendar one does not keep, and tasks that end before they begin."""
        place = {name: index for index, name in enumerate(fields)}
        self._read([row[place["vessel"]] for row in rows])
        for index, row in enumerate(rows):
            vessel = self._vessels.get(row[place["vessel"]])
            if (
                vessel is not None
                and self.order.by is not None
                and not (verdict := may_keep_tasks(self.order.by, vessel))
            ):
                yield index, "vessel", _fault(verdict.reasons)
                continue
            verdict = check_task(
                title=row[place["title"]], first_day=row[place["first_day"]], last_day=row[place["last_day"]]
            )
            if not verdict:
                yield index, "last_day", _fault(verdict.reasons)

    def idle(self, plan: ImportPlan) -> list[PlannedRow]:
        """Return nothing: the fingerprints tell changes exactly."""
        return []

    def write(self, plan: ImportPlan, *, at: datetime) -> list[Written]:
        """Enter every task by the action that the page calls."""
        by = self.order.by
        if by is None:
            raise Refused(
                [
                    _(
                        "A task calendar is imported by somebody who may know what is in it, not by the installation."
                    )
                ]
            )
        written = []
        for row in (*plan.create, *plan.update):
            values = plan.values_of(row)
            kept = self._kept.get(row.key)
            before = None if kept is None else {"version": kept.task.version, "values": _as_data(kept)}
            task = keep_task(
                by=by, vessel=self._vessels[values["vessel"]], id=kept.task_id if kept else new_id(), title=values["title"],
                first_day=values["first_day"], last_day=values["last_day"],
                level=values.get("level") or (kept.task.level if kept else TaskLevel.VESSEL),
                effect=values.get("effect") or (kept.task.effect if kept else WindowEffect.BLOCKS),
                text=values.get("text") or "", at=at, seen=kept.task.version if kept else None,
            )  # fmt: skip
            written.append(Written(row.row, task.pk, before))
        return written

    def undo(self, written: Sequence[Written], *, by: Account | None, at: datetime) -> None:
        """Take new tasks off the calendar and put changed ones back; Refused when somebody changed one since."""
        for one in written:
            task = UserTask._base_manager.filter(pk=one.subject_id).first()
            expected = 1 if one.before is None else one.before["version"] + 1
            if task is None or task.version != expected:
                raise Refused([_("Tasks of this import were changed since, so it cannot be undone.")])
            if one.before is None:
                task.delete()
                continue
            values = one.before["values"]
            task.change(**{name: values[name] for name in STORED})
            UserTaskContent._base_manager.get(task=task).change(title=values["title"], text=values["text"])

    def _read(self, ids: Collection[Any]) -> None:
        wanted = [pk for pk in ids if pk is not None and pk not in self._vessels]
        rows = Vessel._base_manager.filter(pk__in=wanted).select_related("customer", "steward", "deputy")
        self._vessels.update({one.pk: one for one in rows})


def _value(kept: UserTaskContent, name: str) -> Any:
    if name in {"title", "text"}:
        return getattr(kept, name) or None
    return kept.vessel_id if name == "vessel" else getattr(kept.task, name)


def _as_data(kept: UserTaskContent) -> dict[str, Any]:
    days = {name: str(getattr(kept.task, name)) for name in STORED}
    return days | {"title": kept.title, "text": kept.text}


def _fault(reasons: Collection[Any]) -> Fault:
    return Fault("register.rule", text=" ".join(force_str(reason) for reason in reasons))
