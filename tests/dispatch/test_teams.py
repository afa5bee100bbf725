"""Facts about orders that ask for several people: planned as one team, published, moved, sent by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from aftersail.cases.actions.needs import MemberAsked, Needs
from aftersail.cases.models import WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions.moving import move_assignment
from aftersail.dispatch.actions.planning import PlanWish, keep_plan
from aftersail.dispatch.actions.publishing import publish_plan
from aftersail.dispatch.engine import offers_for
from aftersail.dispatch.engine.problem import brief_of
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.rules.plans import step_kept
from aftersail.dispatch.rules.teams import seated
from aftersail.people.models import CertificateKind, StaffSkill
from tests.dispatch.test_planning import open_for_days, sentences


@pytest.fixture
def wanted(story):
    """Write an approved order that asks for a lead at radar 3 and one more at radar 2."""

    def order(*members, **changes):
        asked = members or (MemberAsked(story.world.skills["RAD"], level=2),)
        return story.order(level=3, needs=Needs(members=asked), **(open_for_days(story) | changes))

    return order


def team_of(order):
    with as_system():
        rows = Assignment.objects.filter(order=order, released_at=None).order_by("-lead", "created_at")
        return [one.staff_id for one in rows]


def published(story, planning, made):
    with entered(planning.account.scope()):
        draft = keep_plan(by=planning.account, wish=PlanWish(planning.line.first, 14, 10), made=made)
        return publish_plan(by=planning.account, draft=draft, at=story.now)


def test_a_place_that_only_one_can_take_is_that_persons():
    assert seated([{0, 1}, {0}]) == [1, 0]
    assert seated([{0}, {0}]) == [0, None]
    assert seated([]) == []


def test_R38_a_team_is_planned_published_and_then_movable_by_the_plan(story, planning, wanted):
    order = wanted()
    made = planning.plan()
    step = planning.step(made, order)
    world = story.world
    assert step.staff_id in {world.staff["engineer"].pk, world.staff["other_engineer"].pk}, (
        "the lead has level 3"
    )
    assert len(step.team) == 1
    assert step.team[0] != step.staff_id
    assert any("team" in told for told in sentences(step.why))
    kept = step_kept(step.as_json())
    assert kept == step, "a draft keeps the whole team"
    outcome = published(story, planning, made)
    assert not outcome.refused
    assert team_of(order) == list(step.everybody)
    brief = brief_of(planning.picture())
    assert brief.fixed == frozenset(), "a promised team is an order of the problem like any other"
    assert set(brief.current[str(order.pk)].team) == {str(one) for one in step.everybody}


def test_a_step_kept_before_teams_were_planned_has_its_lead_alone(story, planning, wanted):
    order = wanted()
    told = planning.step(planning.plan(), order).as_json()
    del told["team"]
    assert step_kept(told).team == ()


def test_R38_a_team_for_which_somebody_is_lacking_is_named_with_the_place(story, planning, wanted):
    generator = MemberAsked(story.world.skills["GEN"], level=4)
    order = wanted(generator)
    made = planning.plan()
    (left,) = made.left_out
    assert left.order_id == order.pk
    told = sentences([left.reason])[0]
    assert told.startswith(f"{order.number}: nobody chosen can be person 2 of the team")
    assert "level 4" in told


def test_R38_two_places_for_which_one_person_fits_are_told_as_too_few(story, planning, wanted):
    with as_system():
        StaffSkill.objects.exclude(staff=story.world.staff["engineer"]).delete()
    order = wanted()
    (left,) = planning.plan().left_out
    assert sentences([left.reason]) == [
        f"{order.number}: 2 people are needed, 1 could go. Plan with more stations."
    ]


def test_R17_fewer_people_than_the_order_asks_for_need_a_reason_that_is_logged(story, wanted):
    order = wanted()
    with pytest.raises(Refused, match=r"asks for 2 people|需要 2 人"):
        story.assign(order)
    made = story.assign(order, override_reason="另一人随船")
    assert made.override_reason == "另一人随船"
    assert len(team_of(order)) == 1


def test_R17_a_member_is_judged_by_the_place_taken_and_not_by_the_leads(story, wanted):
    order = wanted(MemberAsked(story.world.skills["GEN"], level=1))
    along = story.world.staff["unskilled_engineer"]
    story.assign(order, team=[along])
    assert team_of(order) == [story.world.staff["engineer"].pk, along.pk]
    lead = wanted(MemberAsked(story.world.skills["GEN"], level=2))
    with pytest.raises(Refused):
        story.assign(lead, who="other_engineer", team=[along], override_reason="")


def test_moving_one_of_a_team_keeps_the_others_and_asks_no_reason_again_for_who_lacked_before(
    story, planning, wanted
):
    order = wanted()
    begin = planning.day(story, 2, 9)
    made = story.assign(
        order, starts_at=begin, ends_at=begin + timedelta(hours=4), override_reason="人手不够"
    )
    by = story.account("dispatcher")
    with entered(by.scope()):
        made = Assignment.objects.select_related("order__case", "staff").get(pk=made.pk)
        moved = move_assignment(
            by=by, assignment=made, staff=made.staff, starts_at=begin + timedelta(days=0, hours=1),
            ends_at=begin + timedelta(hours=5), at=timezone.now(), id=new_id(),
        )  # fmt: skip
    assert moved.starts_at == begin + timedelta(hours=1)


def test_R84_an_urgent_order_is_offered_with_its_team(story, planning, wanted):
    order = wanted()
    offers, why = offers_for(planning.picture(only=order.pk), order.pk)
    assert why == ()
    assert all(len(one.step.everybody) == 2 for one in offers)


def test_papers_that_further_people_must_bring_are_shown_by_what_they_are_called(story, visitor, wanted):
    with as_system():
        CertificateKind.objects.create(code="dive", name="潜水证", name_en="Diving pass")
    order = wanted(MemberAsked(story.world.skills["RAD"], level=2, certificate_kinds=("dive",)))
    page = visitor("dispatcher").get(f"/dispatch/orders/{order.pk}/").content.decode()
    assert "level 2 · Diving pass" in page


def test_the_pages_show_how_many_are_needed_and_a_drop_of_one_alone_asks_why(story, visitor, wanted):
    order = wanted()
    desk = visitor("dispatcher")
    page = desk.get(f"/dispatch/orders/{order.pk}/").content.decode()
    assert "People needed" in page
    assert "2 people" in desk.get("/dispatch/board/?station=").content.decode()
    assert "2 people" in desk.get(f"/cases/{order.case_id}/").content.decode()
    told = desk.get(f"/dispatch/board/verdicts/?order={order.pk}&station=").json()["people"]
    words = {run[2] for runs in told.values() for run in runs}
    assert "team" in words
    lead = story.world.staff["engineer"]
    form = desk.get(f"/dispatch/orders/{order.pk}/assign/{lead.pk}/").context["form"]
    assert len(form.initial["team"]) == 1, "whoever could go along is chosen already"


def test_R83_planning_takes_as_many_queries_with_teams_and_ties_as_without(story, planning, wanted):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            planning.picture()
        return len(queries)

    story.order(needs=Needs(after=wanted()), **open_for_days(story))
    few = asked()
    for _n in range(3):
        first = wanted()
        story.order(needs=Needs(after=first), **open_for_days(story))
    assert asked() == few


def test_needs_are_changed_on_the_form_until_somebody_is_promised(story, visitor, wanted):
    order = story.order(**open_for_days(story))
    desk = visitor("dispatcher")
    address = f"/orders/{order.pk}/needs/"
    form = desk.get(address).context["form"]
    typed = {"seen": form.initial["seen"], "member0": "lead", "member1": "any", "tool_classes": "力矩扳手\n"}
    assert desk.post(address, typed).status_code == 302
    with as_system():
        order = WorkOrder.objects.get(pk=order.pk)
        members = list(order.members.all())
    assert order.team_size == 3
    assert [one.skill_id for one in members] == [order.skill_id, None]
    assert order.tool_classes == ["力矩扳手"]
    assert desk.post(address, typed).status_code == 422, "somebody who read the old version is told"
    with translation.override("en"):
        story.assign(order, override_reason="急")
    assert "Release who is promised first" in desk.get(address).content.decode()
    assert desk.post(address, {"seen": order.version + 1}).status_code == 422
