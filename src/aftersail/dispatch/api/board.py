"""Routes of the board: what it shows, verdicts before a move, moving, locking, taking back, changes, load."""

# No postponed annotations here: ninja reads the signatures of decorated functions.
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils import timezone
from ninja import Query, Router

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.refusals import NotThere
from aftersail.dispatch.actions.locking import lock_assignment, unlock_assignment
from aftersail.dispatch.actions.moving import move_assignment
from aftersail.dispatch.actions.presence import note_presence
from aftersail.dispatch.actions.undoing import take_back
from aftersail.dispatch.api.board_shapes import (
    DispatchBoardOut,
    LockIn,
    Part,
    PromiseMoveIn,
    UndoIn,
    UnlockIn,
    VerdictOut,
    WatchOut,
    WeeksLoadOut,
)
from aftersail.dispatch.api.shapes import AssignmentOut, assignment_out
from aftersail.dispatch.permissions import PLANNERS, READERS
from aftersail.dispatch.queries.board import Bar, Row, board
from aftersail.dispatch.queries.load import load_board
from aftersail.dispatch.queries.orders import assignment_by_id, order_by_id
from aftersail.dispatch.queries.tray import tray
from aftersail.dispatch.queries.verdicts import board_verdicts
from aftersail.dispatch.queries.watching import entry_by_id, order_of, watch
from aftersail.dispatch.rules.load import Load
from aftersail.people.models import Staff

router = Router(tags=["dispatch"])


@router.get("/board", response=DispatchBoardOut, summary="People, promises, days away, load")
@audience(*READERS, scope="dispatch:read")
def read_board(request: SignedInRequest, part: Query[Part]) -> dict[str, Any]:
    """Return the board of what the account may see."""
    asked = part.asked()
    found, waiting = board(request.user, asked), tray(request.user, asked)
    return {
        "days": list(found.line.every), "working": list(found.working), "weeks": list(found.weeks),
        "people": [_person(row) for row in found.rows],
        "waiting": [one.id for one in waiting.orders], "waiting_count": waiting.count,
    }  # fmt: skip


def _person(row: Row) -> dict[str, Any]:
    return {
        "staff_id": row.id, "name": row.name, "station_id": row.station_id, "promises": [_promise(bar) for bar in row.bars],
        "leaves": row.leaves, "days_off": sorted(row.off), "loads": [_load(one) for one in row.loads],
    }  # fmt: skip


def _promise(bar: Bar) -> dict[str, Any]:
    return {
        "id": bar.id, "version": bar.version, "order_id": bar.order_id if bar.known else None, "number": bar.number,
        "starts_at": bar.starts_at, "ends_at": bar.ends_at, "travel_hours": bar.travel_hours, "lead": bar.lead,
        "locked": bar.locked, "lock_reason": bar.lock_reason, "conflicts": [str(one.reason) for one in bar.conflicts],
    }  # fmt: skip


def _load(one: Load) -> dict[str, Any]:
    return {"booked_hours": one.booked_hours, "capacity_hours": one.capacity_hours, "share": one.share}


@router.get(
    "/orders/{uuid:order_id}/verdicts", response=list[VerdictOut], summary="What sending anybody would meet"
)
@audience(*READERS, scope="dispatch:read")
def read_verdicts(
    request: SignedInRequest, order_id: UUID, part: Query[Part], assignment: UUID | None = None
) -> list[dict[str, Any]]:
    """Judge everybody on every day for an order, or for a promise of it that would be moved."""
    order = order_by_id(request.user, order_id)
    moved = assignment_by_id(request.user, assignment) if assignment else None
    if moved is not None and moved.order_id != order.pk:
        raise NotThere
    line = part.asked().line
    told = []
    for staff_id, runs in board_verdicts(order, line, timezone.now(), moved=moved).people.items():
        days = iter(line.every)
        for count, one in runs:
            told += [
                {"staff_id": staff_id, "day": next(days), "kind": one.kind, "rule": one.rule,
                 "reasons": [str(reason) for reason in one.reasons], "starts_at": one.starts_at}
                for _n in range(count)
            ]  # fmt: skip
    return told


@router.post("/assignments/{uuid:assignment_id}/move", response=AssignmentOut, summary="Move a promise")
@audience(*PLANNERS, scope="dispatch:write")
def move(request: SignedInRequest, assignment_id: UUID, data: PromiseMoveIn) -> dict[str, Any]:
    """Let somebody else go, or at other hours; every rule is asked again. Returns the new promise."""
    found = assignment_by_id(request.user, assignment_id)
    staff = Staff.objects.visible_to(request.user).filter(pk=data.staff_id).select_related("account", "station").first()  # fmt: skip
    if staff is None:
        raise NotThere
    return assignment_out(move_assignment(
        by=request.user, assignment=found, staff=staff, starts_at=data.starts_at, ends_at=data.ends_at, at=timezone.now(),
        id=data.id or new_id(), override_reason=data.override_reason, seen=data.version,
    ))  # fmt: skip


@router.post("/assignments/{uuid:assignment_id}/lock", response=AssignmentOut, summary="Lock a promise")
@audience(*PLANNERS, scope="dispatch:write")
def lock(request: SignedInRequest, assignment_id: UUID, data: LockIn) -> dict[str, Any]:
    """Lock a promise: it is neither moved nor released until the lock is off."""
    found = assignment_by_id(request.user, assignment_id)
    return assignment_out(lock_assignment(
        by=request.user, assignment=found, reason=data.reason, at=timezone.now(), seen=data.version
    ))  # fmt: skip


@router.post("/assignments/{uuid:assignment_id}/unlock", response=AssignmentOut, summary="Take a lock off")
@audience(*PLANNERS, scope="dispatch:write")
def unlock(request: SignedInRequest, assignment_id: UUID, data: UnlockIn) -> dict[str, Any]:
    """Take a lock off."""
    found = assignment_by_id(request.user, assignment_id)
    return assignment_out(
        unlock_assignment(by=request.user, assignment=found, at=timezone.now(), seen=data.version)
    )


@router.post("/board/undo", response={204: None}, summary="Take back one's own last change")
@audience(*PLANNERS, scope="dispatch:write")
def undo(request: SignedInRequest, data: UndoIn) -> HttpResponse:
    """Take back one's own last sending, move or release, if nobody touched the promise since."""
    entry = entry_by_id(request.user, data.entry)
    order_id = order_of(entry) if entry is not None else None
    if entry is None or order_id is None:
        raise NotThere
    order = order_by_id(request.user, order_id)
    take_back(by=request.user, entry=entry, order=order, at=timezone.now(), id=new_id())
    return HttpResponse(status=204)


@router.get("/board/watch", response=WatchOut, summary="What changed lately, and who else looks")
@audience(*READERS, scope="dispatch:read")
def read_watch(request: SignedInRequest) -> HttpResponse:
    """Tell who polls what changed; with `If-None-Match` 304 where nothing did."""
    now = timezone.now()
    note_presence(by=request.user, at=now)
    seen = watch(request.user, now)
    etag = f'"{seen.tag}"'
    if request.headers.get("If-None-Match") == etag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        changes = [{"at": one.at, "who": one.who, "own": one.own, "told": one.told} for one in seen.changes]
        answer = JsonResponse({"mark": seen.mark, "others": list(seen.others), "changes": changes})
    answer["ETag"] = etag
    return answer


@router.get("/load", response=WeeksLoadOut, summary="Demand against capacity by area, yard and week")
@audience(*READERS, scope="dispatch:read")
def read_load(request: SignedInRequest, weeks: Annotated[int, Query(ge=1, le=26)] = 8) -> dict[str, Any]:
    """Return the load board of the coming weeks (R24)."""
    found = load_board(request.user, timezone.localdate(), weeks=weeks)
    return {
        "weeks": list(found.weeks),
        "areas": [
            {"code": one.code, "name": one.name, "loads": [_load(load) for load in one.loads], "yards": one.yards}
            for one in found.areas
        ],
        "conflicts": [
            {"staff_id": row.id, "name": row.name, "assignment_id": bar.id, "rule": one.rule, "reason": str(one.reason),
             "first_day": one.first_day, "last_day": one.last_day}
            for row, _station, bar, one in found.conflicts
        ],
    }  # fmt: skip
