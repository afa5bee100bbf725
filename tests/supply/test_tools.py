"""Facts about tools: locked when their calibration has run out, and what a failed calibration entails."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.supply.actions import tooling
from aftersail.supply.models import ImpactItem, Tool
from aftersail.supply.queries.figures import calibration_compliance
from aftersail.supply.rules.tool import months_after, standing
from aftersail.visits.actions.supplies import record_tool
from tests.visits.conftest import Aboard, story  # noqa: F401 - the fixture is shared

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


def test_a_calibration_is_good_on_its_last_day_and_due_soon_for_thirty_days_before():
    assert standing("available", TODAY - DAY, "", TODAY) == "overdue_locked"
    assert standing("available", TODAY, "", TODAY) == "due_soon"
    assert standing("due_soon", TODAY + 31 * DAY, "", TODAY) == "available"
    assert standing("available", None, "只用于 100 N·m 以下", TODAY) == "limited"
    assert standing("borrowed", TODAY - DAY, "", TODAY) == "borrowed"
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)


@pytest.mark.django_db
def test_R59_a_tool_whose_calibration_has_run_out_cannot_be_borrowed_whatever_the_night_job_did(world, tool):
    with as_system():
        Tool.objects.filter(pk=tool.pk).update(due_on=TODAY - DAY)
        tool.refresh_from_db()
        by = Account.objects.get(username="engineer")
    with entered(by.scope()), pytest.raises(Refused, match=r"locked|锁定"):
        tooling.borrow_tool(
            by=by, id=new_id(), tool=tool, borrower=world.staff["engineer"], due_on=TODAY + DAY, at=NOW
        )
    with as_system():
        assert tooling.keep_calendar(at=NOW) == 1
        assert tooling.keep_calendar(at=NOW) == 0
        tool.refresh_from_db()
        assert tool.state == "overdue_locked"


@pytest.mark.django_db
def test_R59_a_loan_that_outlasts_the_calibration_is_refused_and_a_damaged_tool_comes_back_locked(
    world, tool
):
    with as_system():
        Tool.objects.filter(pk=tool.pk).update(due_on=TODAY + 3 * DAY)
        tool.refresh_from_db()
        by = Account.objects.get(username="engineer")
    with entered(by.scope()):
        wanted = {"by": by, "tool": tool, "borrower": world.staff["engineer"], "at": NOW}
        with pytest.raises(Refused):
            tooling.borrow_tool(id=new_id(), due_on=TODAY + 5 * DAY, **wanted)
        tooling.borrow_tool(id=new_id(), due_on=TODAY + 2 * DAY, **wanted)
        with pytest.raises(Refused):
            tooling.borrow_tool(id=new_id(), due_on=TODAY + 2 * DAY, **wanted)
        with pytest.raises(Refused):
            tooling.give_back_tool(by=by, tool=tool, at=NOW, damaged=True)
        tooling.give_back_tool(by=by, tool=tool, at=NOW, damaged=True, condition="刻度磨损")
        assert tool.state == "overdue_locked"


@pytest.mark.django_db
def test_R59_a_failed_calibration_lists_the_visits_since_the_last_good_one_and_each_is_judged(
    world,
    tool,
    story,  # noqa: F811
):
    aboard = Aboard(story).working()
    aboard.do(record_tool, 60, tool=tool)
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.accounts["quality"], backend="aftersail.core.signin.PasswordBackend")
    url = f"/supply/tools/{tool.pk}/"

    def move(name: str, **values: object) -> int:
        with as_system():
            tool.refresh_from_db()
        return client.post(f"{url}moves/{name}/", {"version": tool.version, **values}).status_code

    assert move("send") == 302
    found = {
        "calibrated_on": TODAY.isoformat(), "body": "海澄计量站", "certificate_number": "JZ-1", "result": "failed",
        "certificate": SimpleUploadedFile("c.pdf", b"%PDF-1.4 certificate", "application/pdf"),
    }  # fmt: skip
    assert move("calibrate", **found) == 302
    with as_system():
        tool.refresh_from_db()
        item = ImpactItem.objects.get()
        assert (tool.state, item.work_ref, tool.calibrated_on) == (
            "impact_review",
            aboard.pk,
            TODAY.replace(day=1),
        )
    page = client.get(url).content.decode()
    assert item.work_label in page
    assert "c.pdf" in page
    assert move("repair", note="换弹簧") == 422
    assert '<option value="" selected>' in page, "no effect is presumed"
    judged = client.post(
        f"/supply/impact/{item.pk}/", {"version": item.version, "verdict": "", "reason": "读数无偏"}
    )
    assert judged.status_code == 422
    judged = client.post(
        f"/supply/impact/{item.pk}/", {"version": item.version, "verdict": "measure", "reason": ""}
    )
    assert judged.status_code == 422
    judged = client.post(
        f"/supply/impact/{item.pk}/", {"version": item.version, "verdict": "measure", "reason": "扭矩偏低"}
    )
    assert judged.status_code == 302
    assert move("repair", note="换弹簧") == 302
    assert move("send") == 302
    assert move("calibrate", **(found | {"result": "passed", "certificate": ""})) == 302
    with as_system():
        tool.refresh_from_db()
        assert (tool.state, tool.due_on) == ("available", months_after(TODAY, 12))
    panel = client.get(f"/visits/{aboard.pk}/supplies/").content.decode()
    assert "扭矩偏低" in panel


@pytest.mark.django_db
def test_calibration_compliance_leaves_out_what_is_lost_scrapped_or_away_and_says_no_data_for_none(
    world, tool
):
    with as_system():
        desk = Account.objects.get(username="dispatcher")
        common = {"station": world.station, "tool_class": "x", "name": "x", "interval_months": 12}
        Tool.objects.create(asset_number="T-2", due_on=TODAY - DAY, state="overdue_locked", **common)
        Tool.objects.create(asset_number="T-3", due_on=TODAY - DAY, state="lost", **common)
        Tool.objects.create(asset_number="T-4", due_on=TODAY - DAY, state="at_calibration", **common)
        figure = calibration_compliance(desk)
        assert (figure.numerator, figure.denominator, figure.value) == (1, 2, 50)
        Tool.objects.all().delete()
        assert calibration_compliance(desk).value is None
