"""The user's task calendar: planners see busy days, those who need to know see what they are about (R37)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from aftersail.core.ids import new_id
from aftersail.core.importing.from_file import import_content
from aftersail.core.models import LogEntry, SearchEntry
from aftersail.core.refusals import Forbidden
from aftersail.core.scope import as_system, entered
from aftersail.fleet.models import UserTask, UserTaskContent
from aftersail.fleet.queries.user_tasks import availability

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SECRET = "编队远航训练"


def kept(client, vessel, **more):
    sent = {
        "id": str(new_id()), "title": SECRET, "level": "formation", "first_day": (TODAY + timedelta(3)).isoformat(),
        "last_day": (TODAY + timedelta(9)).isoformat(), "effect": "blocks", "text": "细节",
    } | more  # fmt: skip
    return client.post(reverse("fleet:task_new", args=[vessel.pk]), sent)


@pytest.fixture
def task(world, signed_in):
    assert kept(signed_in("owner"), world.vessel).status_code == 302
    with as_system():
        return UserTask.objects.get()


def everywhere(client, vessel):
    """Return all that the pages, the export and the API say about a ship's tasks."""
    first, last = TODAY.isoformat(), (TODAY + timedelta(60)).isoformat()
    pages = [
        client.get(reverse("fleet:task_calendar", args=[vessel.pk])),
        client.get(reverse("fleet:tasks_panel", args=[vessel.pk])),
        client.get(reverse("fleet:user_tasks")),
        client.get(reverse("fleet:user_tasks"), {"format": "csv"}),
        client.get(reverse("fleet:vessel", args=[vessel.pk])),
        client.get(f"/api/v1/fleet/vessels/{vessel.pk}/busy", {"first": first, "last": last}),
    ]
    assert {page.status_code for page in pages} == {200}
    return "".join((b"".join(page) if page.streaming else page.content).decode() for page in pages)


@pytest.mark.parametrize(
    "who", ["dispatcher", "manager", "quality", "auditor", "executive", "crew", "engineer"]
)
def test_R37_planners_see_busy_days_and_nothing_of_what_they_are_about(world, signed_in, task, who):
    text = everywhere(signed_in(who), world.vessel)
    assert task.first_day.isoformat() in text
    assert SECRET not in text


@pytest.mark.parametrize("who", ["owner", "steward"])
def test_R37_the_owners_fleet_manager_and_the_hulls_service_manager_see_the_content(
    world, signed_in, task, who
):
    assert SECRET in everywhere(signed_in(who), world.vessel)


def test_R37_the_content_is_out_of_the_log_of_search_and_of_a_stations_reach(world, task):
    with as_system():
        assert not any(SECRET in str(data) for data in LogEntry.objects.values_list("data", flat=True))
        assert not SearchEntry.objects.filter(title__contains=SECRET).exists()
    with entered(world.accounts["manager"].scope()):
        assert UserTask.objects.count() == 1
        assert UserTaskContent.objects.count() == 0


def test_R37_who_plans_keeps_no_calendar_and_a_stranger_sees_none(world, signed_in, task):
    assert kept(signed_in("dispatcher"), world.vessel).status_code == 403
    assert kept(signed_in("owner"), world.yard_vessel).status_code == 404
    assert (
        signed_in("other_crew").get(reverse("fleet:task_calendar", args=[world.vessel.pk])).status_code == 404
    )


def test_R37_a_task_that_ends_before_it_begins_is_refused_and_keeps_what_was_typed(world, signed_in):
    refused = kept(signed_in("owner"), world.vessel, last_day=(TODAY - timedelta(1)).isoformat())
    assert refused.status_code == 422
    assert SECRET in refused.content.decode()


def test_R37_the_calendar_is_imported_from_excel_by_who_may_know_it(world):
    book = Workbook()
    book.active.append(["舷号", "任务名称", "开始日期", "结束日期", "级别", "对服务影响"])
    book.active.append(["BC-101", SECRET, TODAY, TODAY + timedelta(4), "编队", "服务优先"])
    book.active.append(["BC-101", "倒置", TODAY, TODAY - timedelta(4), "", ""])
    book.active.append(["NP-201", "别人的船", TODAY, TODAY, "", ""])
    out = BytesIO()
    book.save(out)
    by = world.accounts["owner"]
    with entered(by.scope()):
        done = import_content(
            by=by,
            register="fleet.user-tasks",
            name="tasks.xlsx",
            content=out.getvalue(),
            at=timezone.now(),
            skip_bad=True,
        )
        assert done.plan is not None
        assert {issue.row for issue in done.plan.issues()} == {3, 4}
        task = UserTask.objects.get()
        assert (task.level, task.effect, task.content.title) == ("formation", "prioritises", SECRET)
    planner = world.accounts["dispatcher"]
    with entered(planner.scope()), pytest.raises(Forbidden):
        import_content(
            by=planner,
            register="fleet.user-tasks",
            name="tasks.xlsx",
            content=out.getvalue(),
            at=timezone.now(),
        )


def test_R37_availability_tells_blocked_days_and_those_in_which_service_goes_first(world, signed_in, task):
    kept(
        signed_in("owner"), world.vessel, effect="prioritises", first_day=(TODAY + timedelta(20)).isoformat(),
        last_day=(TODAY + timedelta(25)).isoformat(),
    )  # fmt: skip
    with as_system():
        found = availability(world.vessel.pk, TODAY, TODAY + timedelta(30))
        clear = availability(world.vessel.pk, TODAY + timedelta(10), TODAY + timedelta(12))
    assert [one.first_day for one in found.blocked] == [TODAY + timedelta(3)]
    assert [one.first_day for one in found.preferred] == [TODAY + timedelta(20)]
    assert (clear.blocked, clear.preferred) == ([], [])
    assert not hasattr(found.blocked[0], "title")
