"""Facts about devices that work at sea: nothing is lost, nothing done twice, nothing merged behind anybody's back."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system, entered
from aftersail.dispatch.actions import release_assignment
from aftersail.dispatch.models import Assignment
from aftersail.visits.actions.field import Sent, receive_command
from aftersail.visits.actions.making import withdraw_visit
from aftersail.visits.models import FieldCommand, FieldDevice, Finding, Visit, VisitStep
from tests.visits.field_device import PlayedDevice, whole_visit
from tests.visits.test_visit_api import Program


@pytest.fixture
def program(story):
    return lambda name: Program(story.account(name), "visits:read", "visits:write")


@pytest.fixture
def device(aboard, program):
    """A registered phone of the engineer, who has been given a visit three hours ago."""
    return PlayedDevice(program("engineer").call, aboard().pk).register()


@pytest.fixture
def steps(device):
    with as_system():
        return list(
            VisitStep.objects.filter(visit=device.visit_id).order_by("place").values_list("pk", flat=True)
        )


def outcomes(answer: dict[str, Any]) -> list[str]:
    return [one["outcome"] for one in answer["verdicts"]]


def begun(story):
    return story.now - timedelta(hours=3)


def test_a_visit_done_without_a_network_stands_in_the_record_as_it_was_done(device, steps, story):
    whole_visit(device, steps, story.world.codes, story.world.radar.pk, begun(story))
    answer = device.send()
    assert outcomes(answer) == ["done"] * len(device.queue), answer["verdicts"]
    assert answer["next"] == len(device.queue) + 1
    with as_system():
        visit = Visit.objects.get(pk=device.visit_id)
        assert visit.state == "signed"
        assert visit.arrived_at == begun(story) + timedelta(minutes=40)
        assert (visit.work_done, visit.environment, str(visit.running_hours)) == (
            "更换电源模块",
            "海况三级",
            "1305.5",
        )
        assert [str(one.reading) for one in visit.steps.all() if one.reading] == ["24.100"]
        assert visit.signatures.count() == 2
        assert Finding.objects.get(visit=visit).text == "电源模块烧毁"


@pytest.mark.parametrize("seed", range(4))
def test_sent_by_halves_in_any_order_and_many_times_it_ends_the_same(device, steps, story, seed):
    whole_visit(device, steps, story.world.codes, story.world.radar.pk, begun(story))
    chance, due = random.Random(seed), 1
    while due <= len(device.queue):
        parcel = chance.sample(device.queue, chance.randint(1, len(device.queue)))
        due = device.send(parcel + parcel[:2])["next"]
    with as_system():
        assert list(FieldCommand.objects.values_list("number", flat=True)) == list(
            range(1, len(device.queue) + 1)
        )
        assert set(FieldCommand.objects.values_list("outcome", flat=True)) == {"done"}
        assert Finding.objects.filter(visit=device.visit_id).count() == 1
        assert Visit.objects.get(pk=device.visit_id).state == "signed"


def test_the_same_command_sent_fifty_times_is_done_once_and_answered_fifty_times(device, story):
    device.do("leftover", begun(story), text="更换天线电缆", party="船厂")
    device.queue.insert(0, device.queue.pop() | {"number": 2})
    device.queue.insert(0, {**device.do("move", begun(story), move="accept"), "number": 1})
    answers = [device.send(device.queue[:2]) for _n in range(50)]
    assert {tuple(outcomes(one)) for one in answers} == {("done", "done")}
    with as_system():
        visit = Visit.objects.select_related("order__case").get(pk=device.visit_id)
        assert visit.order.case.leftovers.count() == 1


def test_what_stands_behind_a_missing_command_waits_on_the_device(device, story):
    for move, minutes in (("accept", 5), ("set_out", 10), ("arrive", 40)):
        device.do("move", begun(story) + timedelta(minutes=minutes), move=move)
    answer = device.send(device.queue[1:])
    assert (answer["next"], answer["verdicts"]) == (1, [])
    assert outcomes(device.send()) == ["done", "done", "done"]


def test_a_refused_command_is_kept_with_its_reasons_and_holds_nothing_back(device, steps, story):
    device.do("move", begun(story) + timedelta(minutes=5), move="accept")
    device.do("step", begun(story) + timedelta(minutes=6), record_id=steps[1], result="pass")
    device.do("move", begun(story) + timedelta(minutes=10), move="set_out")
    answer = device.send()
    assert outcomes(answer) == ["done", "refused", "done"]
    assert answer["verdicts"][1]["reasons"]
    with as_system():
        kept = FieldCommand.objects.get(outcome="refused")
        assert kept.body["content"] == {"result": "pass"}
        assert VisitStep.objects.get(pk=steps[1]).result == ""


def test_content_that_no_route_takes_is_refused_by_its_field(device, story):
    device.do("facts", begun(story), running_hours="many")
    device.do("facts", begun(story), environment="x" * 500)
    answer = device.send()
    assert outcomes(answer) == ["refused", "refused"]
    assert [one["reasons"][0].split(":")[0] for one in answer["verdicts"]] == ["running_hours", "environment"]


def test_a_step_that_the_desk_settled_meanwhile_is_a_conflict_shown_with_both_versions(
    device, steps, story, program
):
    for minutes, move in ((5, "accept"), (10, "set_out"), (40, "arrive"), (45, "begin")):
        device.do("move", begun(story) + timedelta(minutes=minutes), move=move)
    device.send()
    device.do(
        "step",
        begun(story) + timedelta(minutes=50),
        record_id=steps[0],
        result="fail",
        note="无输出",
        version=1,
    )
    meanwhile = program("manager").call(
        "put", f"/visits/{device.visit_id}/steps/{steps[0]}", {"result": "pass", "note": "电话确认"}
    )
    assert meanwhile.status_code == 200, meanwhile.content
    verdict = device.send()["verdicts"][-1]
    assert verdict["outcome"] == "conflict"
    assert (verdict["theirs"]["result"], verdict["theirs"]["note"], verdict["theirs"]["version"]) == (
        "pass",
        "电话确认",
        2,
    )
    with as_system():
        assert VisitStep.objects.get(pk=steps[0]).note == "电话确认"
        assert FieldCommand.objects.get(outcome="conflict").body["content"]["note"] == "无输出"


def test_two_own_changes_of_one_record_at_sea_are_no_conflict(device, steps, story):
    for minutes, move in ((5, "accept"), (10, "set_out"), (40, "arrive"), (45, "begin")):
        device.do("move", begun(story) + timedelta(minutes=minutes), move=move)
    for minutes, note in ((50, "一"), (51, "二"), (52, "三")):
        device.do(
            "step",
            begun(story) + timedelta(minutes=minutes),
            record_id=steps[0],
            result="pass",
            note=note,
            version=1,
        )
    assert outcomes(device.send()) == ["done"] * 7
    with as_system():
        assert VisitStep.objects.get(pk=steps[0]).note == "三"


def test_a_visit_withdrawn_meanwhile_is_refused_with_the_reason(device, story):
    with as_system():
        promise = Assignment.objects.get(order__visits=device.visit_id)
    by = story.account("dispatcher")
    with entered(by.scope()):
        release_assignment(by=by, assignment=promise, reason="换人", at=timezone.now())
    with as_system():
        withdraw_visit(order=promise.order, reason="换人", at=timezone.now())
    device.do("move", begun(story) + timedelta(minutes=5), move="accept")
    (verdict,) = device.send()["verdicts"]
    assert verdict["outcome"] == "refused"
    assert verdict["reasons"]


def test_two_engineers_offline_side_by_side_lose_nothing(device, steps, story, program):
    other = PlayedDevice(program("manager").call, device.visit_id).register()
    for minutes, move in ((5, "accept"), (10, "set_out"), (40, "arrive"), (45, "begin")):
        device.do("move", begun(story) + timedelta(minutes=minutes), move=move)
    mine, theirs = new_id(), new_id()
    mode = str(story.world.codes["mode-NOO"].pk)
    device.do("finding", begun(story) + timedelta(minutes=50), record_id=mine, text="左舷", mode_id=mode)
    other.do("finding", begun(story) + timedelta(minutes=50), record_id=theirs, text="右舷", mode_id=mode)
    assert outcomes(device.send()) == ["done"] * 5
    assert outcomes(other.send()) == ["done"]
    with as_system():
        assert set(Finding.objects.filter(visit=device.visit_id).values_list("text", flat=True)) == {
            "左舷",
            "右舷",
        }


@pytest.mark.parametrize("wrong", [timedelta(days=-365), timedelta(days=9), timedelta(hours=-8)])
def test_a_clock_that_is_wrong_is_set_right_and_recorded(device, story, wrong):
    device.clock = wrong
    device.do("move", begun(story) + timedelta(minutes=5), move="accept")
    answer = device.send()
    (verdict,) = answer["verdicts"]
    assert verdict["outcome"] == "done"
    assert abs(answer["skew_s"] + wrong.total_seconds()) < 60
    with as_system():
        accepted = Visit.objects.get(pk=device.visit_id).accepted_at
        kept = FieldCommand.objects.get()
    assert accepted is not None
    assert abs(accepted - (begun(story) + timedelta(minutes=5))) < timedelta(minutes=1)
    assert kept.made_at == begun(story) + timedelta(minutes=5) + wrong


def test_a_clock_set_back_between_two_commands_keeps_their_order_and_says_it_is_doubtful(device, story):
    device.do("move", begun(story) + timedelta(minutes=5), move="accept")
    device.do("move", begun(story) - timedelta(days=365), move="set_out")
    first, second = device.send()["verdicts"]
    assert (first["clock_doubtful"], second["clock_doubtful"]) == (False, True)
    assert second["happened_at"] == first["happened_at"]


def test_a_device_cut_off_is_not_heard_and_nothing_of_it_is_taken(device, story, program):
    device.do("move", begun(story), move="accept")
    cut = program("engineer").call("post", f"/field/devices/{device.id}/cut-off", {"reason": "手机遗失"})
    assert cut.status_code == 200, cut.content
    answer = device.call("post", f"/field/devices/{device.id}/commands", device.parcel())
    assert answer.status_code == 403
    assert "cut off" in answer.json()["detail"]
    with as_system():
        assert not FieldCommand.objects.exists()
        assert FieldDevice.objects.get().cut_off_reason == "手机遗失"


def test_somebody_else_s_device_does_not_exist(device, program, story):
    device.do("move", begun(story), move="accept")
    foreign = program("other_engineer")
    assert foreign.call("post", f"/field/devices/{device.id}/commands", device.parcel()).status_code == 404
    assert foreign.call("get", f"/field/devices/{device.id}").status_code == 404
    assert foreign.call("post", "/field/devices", {"id": str(device.id), "name": "x"}).status_code == 409


def test_a_server_restored_from_an_old_backup_asks_for_what_it_forgot(device, steps, story):
    whole_visit(device, steps, story.world.codes, story.world.radar.pk, begun(story))
    device.send(device.queue[:6])
    with as_system():  # what a backup from before the last two commands knows
        FieldCommand.objects.filter(number__gt=4).delete()
        FieldDevice.objects.update(received=4)
        VisitStep.objects.filter(pk__in=steps[:2]).update(result="", done_at=None, reading=None, version=1)
    assert device.call("get", f"/field/devices/{device.id}").json()["next"] == 5
    assert outcomes(device.send(device.queue[4:])) == ["done"] * (len(device.queue) - 4)


def test_another_command_under_a_number_that_was_used_is_refused_and_nothing_runs(device, story):
    device.do("move", begun(story), move="accept")
    device.send()
    other = dict(device.queue[0], id=str(new_id()))
    answer = device.call("post", f"/field/devices/{device.id}/commands", device.parcel([other]))
    assert answer.status_code == 409
    assert "new device" in answer.json()["detail"]


def test_verdicts_whose_answer_was_lost_are_told_again(device, steps, story):
    whole_visit(device, steps, story.world.codes, story.world.radar.pk, begun(story))
    device.send()
    told = device.call("get", f"/field/devices/{device.id}/commands?after=3").json()
    assert [one["number"] for one in told] == list(range(4, len(device.queue) + 1))


def test_a_command_that_breaks_the_server_is_kept_and_holds_nothing_back(device, story):
    by = story.account("engineer")

    def breaks(sent, at):
        Visit.objects.filter(pk=sent.visit_id).update(environment="half done")
        raise ZeroDivisionError

    now = timezone.now()
    with entered(by.scope()):
        sent = Sent(new_id(), 1, "move", device.visit_id, {}, now)
        kept = receive_command(by=by, device_id=device.id, sent=sent, sent_at=now, at=now, carry_out=breaks)
    assert kept is not None
    assert kept.outcome == "failed"
    device.queue.append({})
    device.do("move", begun(story), move="accept")
    assert outcomes(device.send(device.queue[1:])) == ["done"]
    with as_system():
        assert Visit.objects.get(pk=device.visit_id).environment == ""
