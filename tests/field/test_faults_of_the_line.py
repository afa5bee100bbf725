"""Faults between ship and shore: answers lost, a clock off by a year, a restored server, two versions, a lost phone."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from aftersail.core.scope import as_system, entered
from aftersail.dispatch.models import Assignment
from aftersail.visits.actions.field import cut_off_device
from aftersail.visits.actions.recording import record_step
from aftersail.visits.models import FieldCommand, FieldDevice, Visit, VisitStep
from tests.field.test_faults_of_the_store import commands, moved

pytestmark = pytest.mark.django_db(transaction=True)

A_YEAR_BACK = """
const off = 365 * 86400000, Real = Date;
Date = class extends Real {
  constructor(...given) { given.length ? super(...given) : super(Real.now() - off); }
  static now() { return Real.now() - off; }
};
"""


def test_a_command_whose_answer_is_lost_again_and_again_is_done_once(aboard, phone):
    phone.sign_in()
    phone.go("/sent")
    answers: list[int] = []

    def lose(route: Route) -> None:
        answers.append(route.fetch().status)
        route.abort()

    assert phone.context is not None
    phone.context.route("**/commands", lose)
    phone.context.route("**/commands?*", lose)
    moved(phone, aboard.pk, "accept")
    phone.go("/sent")
    for n in range(1, 6):
        expect(phone.page.locator(".sent-mark")).to_have_attribute("data-line", "offline")
        expect(phone.page.locator("[data-command='1']")).to_have_attribute("data-state", "sent")
        assert len(answers) >= n
        with phone.page.expect_request("**/commands?*"):
            phone.do("send")
    phone.context.unroute("**/commands?*")
    phone.do("send")
    phone.all_sent()
    assert set(answers) == {200}
    assert commands() == [(1, "move", "done")]


def test_a_clock_set_back_a_year_is_told_and_set_right(aboard, phone):
    assert phone.context is not None
    phone.context.add_init_script(A_YEAR_BACK)
    phone.sign_in()
    phone.lose_network()
    moved(phone, aboard.pk, "accept")
    phone.unsent(1)
    phone.find_network()
    phone.all_sent()
    phone.go("/sent")
    expect(phone.page.locator("[data-notice=clock]")).to_contain_text("52560")
    with as_system():
        kept = FieldCommand.objects.get()
        visit = Visit.objects.get(pk=aboard.pk)
    assert kept.made_at.year < kept.happened_at.year or (kept.happened_at - kept.made_at).days >= 364
    assert visit.accepted_at == kept.happened_at


def test_a_server_restored_from_an_older_backup_gets_again_what_it_forgot(aboard, phone):
    phone.sign_in()
    moved(phone, aboard.pk, "accept", "set_out", "arrive")
    phone.all_sent()
    with as_system():  # what a backup from before the last command knows
        FieldCommand.objects.filter(number__gt=2).delete()
        FieldDevice.objects.update(received=2)
        Visit.objects.filter(pk=aboard.pk).update(state="travelling", arrived_at=None)
    phone.go("/sent")
    phone.do("send")
    expect(phone.page.locator("[data-notice=restored]")).to_contain_text("3")
    phone.all_sent()
    expect(phone.page.locator("[data-line=idle]").first).to_be_visible()
    assert [number for number, _kind, _outcome in commands()] == [1, 2, 3]
    with as_system():
        assert Visit.objects.get(pk=aboard.pk).arrived_at is not None


def test_a_step_that_somebody_settled_ashore_is_shown_in_both_versions_and_mine_can_be_sent_again(
    aboard, story, phone
):
    phone.sign_in()
    moved(phone, aboard.pk, "accept", "set_out", "arrive", "begin")
    phone.all_sent()
    phone.lose_network()
    phone.section(aboard.pk, "steps")
    body = phone.page.locator("[data-step='1'] .step-body")
    body.locator("textarea[name=note]").fill("无输出")
    body.locator("[data-do=fail]").click()
    phone.unsent(1)
    ashore = story.account("manager")
    with entered(ashore.scope()):
        step = VisitStep.objects.select_related("visit__order__case").get(visit=aboard.pk, place=1)
        record_step(by=ashore, step=step, result="pass", note="电话确认", at=timezone.now())
    phone.find_network()
    phone.all_sent()
    expect(phone.page.locator(".sent-mark")).to_have_attribute("data-asking", "1")
    phone.go("/sent")
    versions = phone.page.locator(".version")
    expect(versions.nth(0)).to_contain_text("无输出")
    expect(versions.nth(1)).to_contain_text("电话确认")
    with as_system():
        assert VisitStep.objects.get(pk=step.pk).note == "电话确认"
    phone.do("send-mine")
    expect(phone.page.locator(".sent-mark")).to_have_attribute("data-asking", "0")
    phone.all_sent()
    with as_system():
        assert (VisitStep.objects.get(pk=step.pk).result, VisitStep.objects.get(pk=step.pk).note) == (
            "fail",
            "无输出",
        )
        assert FieldCommand.objects.get(outcome="conflict").settled == "again"


def test_facts_that_somebody_changed_ashore_are_a_conflict_and_theirs_can_be_kept(aboard, story, phone):
    phone.sign_in()
    moved(phone, aboard.pk, "accept")
    phone.all_sent()
    phone.lose_network()
    phone.section(aboard.pk, "facts")
    phone.page.locator("[name=diagnosis]").fill("船上的诊断")
    phone.do("save")
    phone.unsent(1)
    with as_system():
        Visit.objects.filter(pk=aboard.pk).update(diagnosis="岸上的诊断")
    phone.find_network()
    phone.all_sent()
    phone.go("/sent")
    expect(phone.page.locator(".version").nth(0)).to_contain_text("船上的诊断")
    expect(phone.page.locator(".version").nth(1)).to_contain_text("岸上的诊断")
    phone.do("keep-theirs")
    expect(phone.page.locator(".sent-mark")).to_have_attribute("data-asking", "0")
    phone.all_sent()
    with as_system():
        assert Visit.objects.get(pk=aboard.pk).diagnosis == "岸上的诊断"
        assert FieldCommand.objects.get(outcome="conflict").settled == "kept"


def test_a_device_cut_off_locks_itself_and_says_whom_to_ask(aboard, story, phone):
    phone.sign_in()
    phone.lose_network()
    moved(phone, aboard.pk, "accept")
    phone.unsent(1)
    by = story.account("engineer")
    with entered(by.scope()):
        cut_off_device(by=by, device=FieldDevice.objects.get(), reason="手机遗失", at=timezone.now())
    phone.find_network()
    expect(phone.page.locator("main.gate")).to_have_attribute("data-stage", "cut_off")
    phone.page.reload()
    expect(phone.page.locator("[data-notice=cut-off]")).to_contain_text("站长")
    assert commands() == []


def test_the_desk_hears_when_the_work_will_be_finished(aboard, story, phone):
    phone.sign_in()
    phone.lose_network()
    phone.go(f"/visits/{aboard.pk}")
    for move in ("accept", "set_out", "arrive", "begin"):
        phone.do(move)
        expect(phone.page.locator(f"[data-do={move}]")).to_have_count(0)
    phone.section(aboard.pk, "hours")
    phone.do("tell-finish")
    expect(phone.page.locator(".refusals")).to_contain_text("几小时")
    phone.page.locator("label:has(input[name=finish][value='8'])").click()
    phone.do("tell-finish")
    expect(phone.page.locator("[data-expected]")).not_to_have_attribute("data-expected", "")
    told = datetime.fromisoformat(phone.page.locator("[data-expected]").get_attribute("data-expected"))
    phone.find_network()
    phone.all_sent()
    with as_system():
        lead = Assignment.objects.get(
            order=Visit.objects.get(pk=aboard.pk).order, lead=True, released_at=None
        )
    assert lead.expected_until == told
