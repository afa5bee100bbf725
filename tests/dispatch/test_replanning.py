"""Facts about planning anew: a sick engineer, a ship that sails early, work that goes on; only what is touched moves."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from aftersail.cases.actions.windows import move_window
from aftersail.cases.models import WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.jobs.running import run
from aftersail.core.models import Delivery, Job, JobState, LogEntry, Notification
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.core.work import deliver
from aftersail.dispatch.actions import replanning
from aftersail.dispatch.actions.locking import lock_assignment
from aftersail.dispatch.models import Assignment, DraftState, PlanDraft
from aftersail.dispatch.queries.orders import assignment_by_id
from aftersail.dispatch.rules.plan_sentences import sentence_kept
from aftersail.dispatch.rules.threats import threat_kept, told_of
from aftersail.fleet.models import Vessel
from aftersail.people.actions.leaves import move_leave, request_leave
from aftersail.people.models import StaffSkill
from aftersail.visits.actions.moving import accept_visit, arrive, begin_work, set_out
from aftersail.visits.actions.overrunning import expect_finish, overruns_found
from aftersail.visits.models import Visit
from tests.dispatch.test_planning import open_for_days, sentences

API = "/api/v1/dispatch"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Search for a second: a handful of promises needs no more."""
    monkeypatch.setattr(replanning, "SECONDS", 1)


def work_off():
    """Do what workers would: the reactions to what happened, then the jobs that wait, until nothing is left."""
    heard = set()
    with as_system():
        heard |= set(Delivery.objects.values_list("entry_id", flat=True))
    while True:
        with as_system():
            entries = LogEntry.objects.exclude(pk__in=heard).order_by("pk").values_list("pk", flat=True)
            waiting = list(entries)
            jobs = list(Job.objects.filter(state=JobState.WAITING).values_list("pk", flat=True))
        if not waiting and not jobs:
            return
        for entry_id in waiting:
            deliver(entry_id=entry_id)
        for job_id in jobs:
            run(job_id=str(job_id))
        heard |= set(waiting)


@pytest.fixture
def board(story, planning):
    """Two engineers with a promise on each of three days; the engineer's second one is on another ship's case."""

    class Board:
        def __init__(self):
            self.case = story.case()
            self.begin = [planning.day(story, n, 9) for n in range(4)]
            self.orders = {}
            for who in ("engineer", "second_engineer"):
                for n in range(3):
                    order = story.order(self.case, **open_for_days(story))
                    self.orders[who, n] = order
                    hours = {"starts_at": self.begin[n], "ends_at": self.begin[n] + timedelta(hours=3)}
                    story.assign(order, who=who, override_reason="熟悉该船", **hours)
            work_off()
            with as_system():
                Notification.objects.all().delete()

        def leave(self, who, first, last):
            staff, desk = story.world.staff[who], story.account("dispatcher")
            with as_system():
                asked = request_leave(
                    by=desk, staff=staff, kind="sick", first_day=timezone.localdate(first), last_day=timezone.localdate(last),
                    at=timezone.now(), id=new_id(),
                )  # fmt: skip
                return move_leave(by=desk, leave=asked, name="approve", at=timezone.now())

        def promises(self):
            """Every promise in force, as the database holds it."""
            with as_system():
                return {row["order_id"]: row for row in Assignment.objects.filter(released_at=None).values()}

        def drafts(self):
            with as_system():
                return list(PlanDraft.objects.order_by("created_at"))

    return Board()


def touched(draft):
    return {one["number"] for one in draft.cause}


def proposed(draft):
    """The numbers of the orders that a draft moves, and of those for which it finds no way."""
    return {one["number"] for one in draft.steps}, {one["number"] for one in draft.left_out}


def test_R84_a_sick_engineer_moves_only_his_promises_of_those_days_and_only_once_published(board, visitor):
    before = board.promises()
    board.leave("engineer", board.begin[0], board.begin[1])
    work_off()
    (draft,) = board.drafts()
    sick = {board.orders["engineer", n].number for n in (0, 1)}
    moved, left = proposed(draft)
    assert touched(draft) == moved | left == sick
    assert board.promises() == before, "nothing is promised before it is published"
    desk = visitor("dispatcher")
    page = desk.get(f"/dispatch/plans/{draft.pk}/").content.decode()
    assert "is on leave" in page
    assert "2 promises cannot be kept." in page
    assert desk.post(f"/dispatch/plans/{draft.pk}/publish/", {"everything": "on"}).status_code == 302
    after = board.promises()
    for order in board.orders.values():
        if order.number in sick:
            continue
        assert after[order.pk] == before[order.pk], "the others stay byte by byte"
    assert moved == sick
    for n in (0, 1):
        one = after[board.orders["engineer", n].pk]
        assert one["staff_id"] != before[one["order_id"]]["staff_id"] or one["starts_at"] > board.begin[
            1
        ] + timedelta(hours=15)
    assert board.drafts()[0].state == DraftState.PUBLISHED


def test_R84_the_dispatcher_is_told_why_with_a_link_to_the_draft(board, story, visitor):
    board.leave("engineer", board.begin[0], board.begin[0])
    work_off()
    (draft,) = board.drafts()
    with as_system():
        told = Notification.objects.get(account=story.account("dispatcher"), event="dispatch.ReplanDrafted")
        name = story.world.staff["engineer"].name
    assert told.url == f"/dispatch/plans/{draft.pk}/"
    assert name in told.title
    page = visitor("dispatcher").get("/dispatch/plans/").content.decode()
    assert f"/dispatch/plans/{draft.pk}/" in page
    assert "Cannot be kept" in page, "it is also on the page of plans, not only a notification"


def test_R84_the_same_change_told_twice_makes_one_draft(board):
    board.leave("engineer", board.begin[0], board.begin[0])
    work_off()
    with as_system():
        entry = LogEntry.objects.get(event="people.LeaveApproved")
        jobs = Job.objects.count()
        Delivery.objects.filter(entry_id=entry.pk).delete()
    deliver(entry_id=entry.pk)
    work_off()
    assert len(board.drafts()) == 1
    with as_system():
        assert Job.objects.count() == jobs


def test_R84_a_second_change_makes_a_draft_that_takes_the_place_of_the_first(board, visitor):
    board.leave("engineer", board.begin[0], board.begin[0])
    work_off()
    board.leave("second_engineer", board.begin[1], board.begin[1])
    work_off()
    first, second = board.drafts()
    assert (first.state, second.state) == (DraftState.SUPERSEDED, DraftState.OPEN)
    both = {board.orders["engineer", 0].number, board.orders["second_engineer", 1].number}
    assert touched(second) == both
    answer = visitor("dispatcher").post(f"/dispatch/plans/{first.pk}/publish/", {"everything": "on"})
    assert answer.status_code == 302
    assert not Assignment.objects.exclude(released_at=None).exists()


def test_R84_leave_taken_back_throws_away_the_draft_that_nobody_needs_any_more(board, story):
    leave = board.leave("engineer", board.begin[0], board.begin[0])
    work_off()
    with as_system():
        move_leave(by=story.account("dispatcher"), leave=leave, name="withdraw", at=timezone.now())
    work_off()
    assert [one.state for one in board.drafts()] == [DraftState.DISCARDED]


def test_R84_the_stations_manager_is_told_what_is_theirs_and_led_to_the_order(board, story):
    board.leave("engineer", board.begin[0], board.begin[0])
    work_off()
    with as_system():
        told = Notification.objects.get(account=story.account("manager"), event="dispatch.ReplanDrafted")
    assert told.url == f"/dispatch/orders/{board.orders['engineer', 0].pk}/"


def test_R84_leave_that_touches_no_promise_plans_nothing(board):
    board.leave("other_engineer", board.begin[0], board.begin[2])
    work_off()
    assert board.drafts() == []
    with as_system():
        assert not Job.objects.exists()


def test_R84_a_ship_that_sails_early_brings_its_promise_forward(board, story, visitor):
    order = board.orders["engineer", 2]
    sails = board.begin[2] - timedelta(hours=1)
    desk = visitor("dispatcher")
    page = f"/orders/{order.pk}/window/"
    typed = {
        "seen": seen_of(order), "window_from": local(story.now - timedelta(hours=4)),
        "window_until": local(sails), "reason": "船长来电，提前离港",
    }  # fmt: skip
    assert desk.get(page).status_code == 200
    assert desk.post(page, typed).status_code == 302
    work_off()
    (draft,) = board.drafts()
    assert touched(draft) == {order.number}
    (step,) = draft.steps
    assert datetime.fromisoformat(step["ends_at"]) <= sails
    with translation.override("en"):
        assert "The ship's window is now" in draft_reason(draft)
    assert desk.post(page, typed | {"reason": ""}).status_code == 422


def draft_reason(draft):
    return told_of(map(threat_kept, draft.cause))


def seen_of(order):
    with as_system():
        return WorkOrder.objects.get(pk=order.pk).version


def local(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def test_R84_the_window_of_the_whole_ship_moves_with_one_word_and_needs_a_reason(board, story):
    desk = story.account("dispatcher")
    order = board.orders["engineer", 0]
    values = {
        "window_from": story.now,
        "window_until": board.begin[2] - timedelta(hours=1),
        "at": timezone.now(),
    }
    with entered(desk.scope()):
        found = WorkOrder.objects.select_related("case").get(pk=order.pk)
        with pytest.raises(Refused):
            move_window(by=desk, order=found, reason=" ", **values)
        changed = move_window(by=desk, order=found, reason="提前离港", whole_ship=True, **values)
        assert {one.pk for one in changed} == {one.pk for one in board.orders.values()}
        assert move_window(by=desk, order=found, reason="提前离港", whole_ship=True, **values) == []
    work_off()
    drafts = board.drafts()
    assert touched(drafts[-1]) == {board.orders[who, 2].number for who in ("engineer", "second_engineer")}
    assert [one.state for one in drafts].count(DraftState.OPEN) == 1


def test_R84_what_cannot_be_kept_and_has_no_way_out_is_named_with_the_nearest_reason(board, story):
    with as_system():
        StaffSkill.objects.exclude(staff=story.world.staff["engineer"]).delete()
    board.leave("engineer", board.begin[0], story.now + timedelta(days=20))
    work_off()
    (draft,) = board.drafts()
    assert draft.steps == []
    assert touched(draft) == {board.orders["engineer", n].number for n in range(3)}
    assert {one["number"] for one in draft.left_out} == touched(draft)


def test_R38_a_locked_promise_is_left_to_a_person(board, story):
    desk, order = story.account("dispatcher"), board.orders["engineer", 0]
    with entered(desk.scope()):
        made = assignment_by_id(desk, Assignment.objects.get(order=order, released_at=None).pk)
        lock_assignment(by=desk, assignment=made, reason="船长点名", at=timezone.now())
    board.leave("engineer", board.begin[0], board.begin[0])
    work_off()
    (draft,) = board.drafts()
    assert draft.steps == []
    (left,) = draft.left_out
    assert sentences([sentence_kept(left["ways_out"][0])]) == [f"Take the lock off {order.number}."]


@pytest.fixture
def under_way(story):
    """The engineer is at work on a ship, and promised to another ship right after."""

    class UnderWay:
        def __init__(self):
            now = story.now
            account = story.account("engineer")
            self.order = story.order(window_from=now - timedelta(days=1))
            with as_system():
                Assignment.objects.all().delete()
            story.assign(
                self.order,
                starts_at=now - timedelta(hours=2),
                ends_at=now + timedelta(hours=2),
                override_reason="急",
            )
            work_off()
            with entered(account.scope()):
                self.visit = Visit.objects.select_related("order__case").get(order=self.order)
                for step, minutes in ((accept_visit, 120), (set_out, 110), (arrive, 100), (begin_work, 90)):
                    step(by=account, visit=self.visit, at=now - timedelta(minutes=minutes))
            self.account = account

        def next(self, begin):
            with as_system():
                ship = Vessel.objects.exclude(pk=story.world.vessel.pk).first()
            case = story.case(vessel=ship, equipment=None) if ship else story.case()
            order = story.order(case, **open_for_days(story))
            story.assign(order, starts_at=begin, ends_at=begin + timedelta(hours=2), override_reason="顺路")
            work_off()
            return order

        def says(self, until):
            with entered(self.account.scope()):
                fresh = Visit.objects.select_related("order__case", "lead").get(pk=self.visit.pk)
                expect_finish(by=self.account, visit=fresh, until=until, at=timezone.now())
            work_off()

    return UnderWay()


def drafts():
    with as_system():
        return list(PlanDraft.objects.order_by("created_at"))


def test_R84_an_overrun_pushes_the_next_visit_of_the_same_person(under_way, story, planning):
    follows = under_way.next(planning.day(story, 0, 9))
    later = under_way.next(planning.day(story, 2, 9))
    under_way.says(planning.day(story, 0, 9))
    (draft,) = drafts()
    assert touched(draft) == {follows.number}, "what comes days later is not touched"
    assert later.number not in proposed(draft)[0]
    with translation.override("en"):
        assert f"is at work on {under_way.order.number} until" in draft_reason(draft)


def test_R84_an_overrun_that_leaves_time_enough_touches_nothing(under_way, story, planning):
    under_way.next(planning.day(story, 2, 9))
    under_way.says(timezone.now() + timedelta(hours=3))
    assert drafts() == []


def test_R84_work_that_goes_on_without_a_word_counts_as_an_overrun_by_the_hour(under_way, story):
    late = story.now + timedelta(hours=2, minutes=5)
    with as_system():
        assert overruns_found(story.now) == 0
        assert overruns_found(late) == 1
        assert overruns_found(late) == 0, "known until the hour is over"
        made = Assignment.objects.get(order=under_way.order, released_at=None)
        assert late + timedelta(hours=1) <= made.expected_until <= late + timedelta(hours=1, minutes=15)
        assert overruns_found(made.expected_until) == 1


def test_R84_only_who_is_on_board_or_plans_says_when_work_ends(under_way, visitor, story):
    until = {"until": (timezone.now() + timedelta(hours=5)).isoformat()}
    path = f"/api/v1/visits/{under_way.visit.pk}/expected-finish"
    assert visitor("other_engineer").post(path, until, content_type="application/json").status_code in {
        403,
        404,
        422,
    }
    assert visitor("engineer").post(path, until, content_type="application/json").status_code == 200
    over = {"until": (timezone.now() - timedelta(hours=1)).isoformat()}
    assert visitor("engineer").post(path, over, content_type="application/json").status_code == 422
    page = visitor("engineer").get(f"/visits/{under_way.visit.pk}/").content.decode()
    assert f"/visits/{under_way.visit.pk}/expect/" in page
    form = {"expect-until": local(timezone.now() + timedelta(hours=6))}
    assert visitor("engineer").post(f"/visits/{under_way.visit.pk}/expect/", form).status_code == 302


def test_a_program_reads_what_cannot_be_kept_and_asks_for_a_draft(board, visitor):
    desk = visitor("dispatcher")
    assert desk.get(f"{API}/threats").json() == []
    board.leave("engineer", board.begin[0], board.begin[0])
    told = desk.get(f"{API}/threats").json()
    assert [one["number"] for one in told] == [board.orders["engineer", 0].number]
    assert board.case.vessel.name_en in desk.get("/dispatch/plans/threats/").content.decode()
    asked = desk.post(f"{API}/plans/anew", {}, content_type="application/json")
    assert asked.status_code == 202, asked.content
    work_off()
    listed = desk.get(f"{API}/plans").json()
    assert [one["state"] for one in listed] == ["open"]
    assert listed[0]["cause"] == told
    assert "1 promise cannot be kept." in listed[0]["because"]
    assert desk.get(f"{API}/plans/{listed[0]['id']}").json()["because"] == listed[0]["because"]


def test_R84_a_dispatcher_asks_on_the_page_and_hears_when_nothing_is_wrong(board, visitor):
    desk = visitor("dispatcher")
    asked = desk.post("/dispatch/plans/anew/", {"id": str(new_id())})
    work_off()
    with as_system():
        job = Job.objects.get()
    assert asked.headers["Location"] == f"/jobs/{job.pk}/"
    assert desk.get(f"/dispatch/plans/of/{job.pk}/").headers["Location"] == "/dispatch/plans/"
    assert board.drafts() == []
