"""Partners in the plan: only for what the rule allows and own people cannot do as well, offered when published (R21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from aftersail.cases.actions.needs import MemberAsked, Needs
from aftersail.cases.models import WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.scope import as_system, entered
from aftersail.dispatch.actions.partners import offer_order
from aftersail.dispatch.actions.planning import PlanWish, keep_plan
from aftersail.dispatch.actions.publishing import publish_plan
from aftersail.dispatch.engine import plan
from aftersail.dispatch.engine.ours_first import ours_first
from aftersail.dispatch.engine.problem import brief_of
from aftersail.dispatch.engine.words import way_out_told
from aftersail.dispatch.models import Assignment, PartnerOrder
from aftersail.dispatch.queries.planning import PlanAsked, picture_of
from aftersail.dispatch.rules.planning import SETTLING
from aftersail.engines.dispatch import Assignment as Placed
from aftersail.engines.dispatch.remedy import Change, Remedy
from aftersail.people.models import (
    Leave,
    Partner,
    PartnerAgreement,
    PartnerQualification,
    PartnerRate,
    PartnerScope,
    StaffSkill,
)
from tests.dispatch.test_planning import open_for_days, sentences
from tests.people.conftest import DAY, engaged_partner, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(story):
    """A partner for radars at Qingdao, from which it sets out, at 300 CNY an hour."""
    made = engaged_partner(story.world)
    with as_system():
        Partner.objects.update(port=story.world.ports["QDG"])
    enter(story.world, "people.partner-rates", partner=made, kind="hour", price_cny=Decimal(300), valid_from=timezone.localdate() - DAY)  # fmt: skip
    with as_system():
        return Partner.objects.get(pk=made.pk)


@pytest.fixture
def nobody_can():
    """Nobody of the house knows radars."""
    with as_system():
        StaffSkill.objects.all().delete()


@pytest.fixture
def drafted(planning):
    def keep(made):
        with entered(planning.account.scope()):
            return keep_plan(by=planning.account, wish=PlanWish(planning.line.first, 14, 10), made=made)

    return keep


def publish(planning, draft):
    with entered(planning.account.scope()), translation.override("en"):
        return publish_plan(by=planning.account, draft=draft, at=timezone.now())


def given(made):
    return {one.order_id for one in made.steps if one.given}


def test_R21_a_partner_is_planned_where_nobody_of_ours_could_go_and_publishing_offers_it_the_order(
    story, planning, partner, nobody_can, drafted
):
    order = story.order(**open_for_days(story))
    made = planning.plan()
    (step,) = made.steps
    assert step.given.partner_id == partner.pk
    assert step.given.cost_cny == 1200
    assert step.everybody == ()
    told = " ".join(sentences(step.why))
    assert "300 CNY an hour" in told
    assert "about 1,200 CNY" in told
    assert "No engineer of ours could go." in told
    assert made.cost_after["rates"] == made.means_after["partners"] == pytest.approx(1200)
    outcome = publish(planning, drafted(made))
    assert not outcome.refused
    with as_system():
        offered = PartnerOrder.objects.get()
        assert (offered.order_id, offered.state, offered.agreed_cost_cny) == (order.pk, "offered", 1200)
        assert (offered.starts_at, offered.ends_at) == (step.starts_at, step.ends_at)
        assert offered.reason.startswith("Chosen by the plan. No engineer of ours could go.")
        assert not Assignment.objects.exists()
        assert WorkOrder.objects.get().state == "assigned"
    assert planning.picture().works == (), "an order in a partner's hands is not planned"


def test_own_people_go_where_they_do_as_well(story, planning, partner):
    orders = [story.order(**open_for_days(story)) for _n in range(2)]
    made = planning.plan()
    assert {one.order_id for one in made.steps} == {order.pk for order in orders}
    assert given(made) == set()


def test_what_the_search_gave_a_partner_goes_to_own_people_who_do_it_as_well(story, planning, partner):
    order = story.order(**open_for_days(story))
    brief = brief_of(planning.picture())
    (theirs,) = brief.outside
    begin = brief.clock.working(planning.day(story, 1, 9))
    found, causes = ours_first(brief, {str(order.pk): Placed(begin, (theirs,))})
    assert found[str(order.pk)].team != (theirs,)
    assert causes == {}


def test_a_partner_goes_where_own_people_would_cost_more_and_says_how_much(story, planning, partner):
    with as_system():
        StaffSkill.objects.exclude(staff__station__port__code="SHG").delete()
        PartnerRate.objects.update(price_cny=10)
    order = story.order(**open_for_days(story))
    with as_system():
        WorkOrder.objects.update(due_at=None)
    step = planning.step(planning.plan(), order)
    assert step.given
    assert any("would cost" in told and "CNY more" in told for told in sentences(step.why))


def test_a_partner_goes_where_own_people_would_come_after_the_promise_and_says_by_how_much(
    story, planning, partner
):
    free = planning.day(story, 4, 0).date()
    with as_system():
        for staff in story.world.staff.values():
            Leave.objects.create(staff=staff, first_day=planning.line.first, last_day=free - DAY)
        order = story.order(**open_for_days(story))
        WorkOrder.objects.update(due_at=planning.day(story, 1, 12))
    step = planning.step(planning.plan(), order)
    assert step.given
    assert any("on board" in told and "later, after the promise" in told for told in sentences(step.why))


@pytest.mark.parametrize(
    ("change", "way_out"),
    [
        (lambda story, partner: PartnerScope.objects.update(area=story.world.ports["SHG"].area), None),
        (lambda story, partner: PartnerScope.objects.update(skill=story.world.skills["GEN"]), None),
        (lambda story, partner: PartnerScope.objects.update(service="trial_support"), None),
        (lambda story, partner: PartnerQualification.objects.update(expires_on=timezone.localdate() - DAY), "Renew the papers"),
        (lambda story, partner: PartnerAgreement.objects.update(ends_on=timezone.localdate() - DAY), "Renew the papers"),
        (lambda story, partner: PartnerRate.objects.all().delete(), "Agree on a price"),
        (lambda story, partner: Partner.objects.update(port=None), "Enter the port"),
        (lambda story, partner: Partner.objects.update(state="suspended"), "again"),
        (lambda story, partner: Partner.objects.update(state="ended"), None),
    ],
    ids=["elsewhere", "another trade", "another service", "qualification over", "agreement over", "no price", "no port", "paused", "over"],
)  # fmt: skip
def test_R21_a_partner_is_never_planned_outside_its_scope_or_papers_and_what_would_help_is_named(
    story, planning, partner, nobody_can, change, way_out
):
    story.order(**open_for_days(story))
    with as_system():
        change(story, partner)
    made = planning.plan()
    assert made.steps == ()
    (left,) = made.left_out
    told = [one for one in sentences(left.ways_out) if partner.name in one]
    assert [way_out in one for one in told] == ([True] if way_out else [])


def test_R21_work_is_planned_to_end_before_the_qualification_does(story, planning, partner, nobody_can):
    last = planning.day(story, 2, 0).date()
    story.order(**open_for_days(story))
    late = story.order(window_from=planning.day(story, 3, 8), window_until=planning.day(story, 5, 18))
    with as_system():
        PartnerQualification.objects.update(expires_on=last)
    made = planning.plan()
    (step,) = made.steps
    assert timezone.localdate(step.ends_at) <= last
    (left,) = made.left_out
    assert left.order_id == late.pk
    assert any("Renew the papers" in one for one in sentences(left.ways_out))


def test_R21_of_orders_alike_only_those_within_the_scope_go_to_the_partner(
    story, planning, partner, nobody_can
):
    inside = story.order(**open_for_days(story))
    case = inside.case
    story.order(case, port=story.world.ports["SHG"], **open_for_days(story))
    story.order(case, skill=None, level=0, **open_for_days(story))
    with as_system():
        for staff in story.world.staff.values():
            Leave.objects.create(staff=staff, first_day=planning.line.first, last_day=planning.line.last)
    made = planning.plan()
    assert [one.order_id for one in made.steps] == [inside.pk]
    assert len(made.left_out) == 2


def test_levels_papers_and_tools_of_a_partners_people_are_its_own_affair(story, planning, partner):
    order = story.order(**open_for_days(story))
    picture = planning.picture()
    hard = replace(picture.works[0], level=5, certificates=("hot work",), tools=("Grinder",))
    assert given(plan(replace(picture, works=(hard,)), seconds=0, iterations=50)) == {order.pk}


def test_where_nobody_of_ours_can_and_no_partner_may_the_order_says_both(
    story, planning, partner, nobody_can
):
    inside = story.order(**open_for_days(story))
    story.order(inside.case, port=story.world.ports["SHG"], **open_for_days(story))
    story.order(inside.case, needs=Needs(members=(MemberAsked(None),)), **open_for_days(story))
    made = planning.plan()
    assert given(made) == {inside.pk}
    told = {one.number: sentences([one.reason])[0] for one in made.left_out}
    assert ["no partner may be sent for it" in one for one in told.values()] == [True, False]


def test_a_partner_that_would_have_to_be_let_in_is_named_with_what_lets_it_in(story, planning, partner):
    single = story.order(**open_for_days(story))
    team = story.order(single.case, needs=Needs(members=(MemberAsked(None),)), **open_for_days(story))
    brief = brief_of(planning.picture())
    theirs, *_others = brief.outside
    barred = {order.id: [theirs in slot.barred for slot in order.slots] for order in brief.problem.orders}
    assert barred == {str(single.pk): [False], str(team.pk): [True, True]}
    told = [way_out_told(brief, Remedy(Change.ADMIT, str(one.pk), theirs)) for one in (single, team)]
    assert [code.code for code in told] == ["admit", "offer_by_hand"]
    assert all(partner.name in one for one in sentences(told))


def hand_over(story, partner, order, begin, hours):
    by = story.account("dispatcher")
    with entered(by.scope()):
        return offer_order(
            by=by, order=order, partner=partner, starts_at=begin, ends_at=begin + timedelta(hours=hours), agreed_cost_cny=Decimal(1),
            reason="另派", at=timezone.now(), id=new_id(),
        )  # fmt: skip


@pytest.mark.parametrize(("people", "planned"), [(1, False), (2, True)])
def test_no_more_of_a_partners_people_are_out_at_once_than_it_has(
    story, planning, partner, nobody_can, people, planned
):
    begin = planning.day(story, 1, 8)
    window = {"window_from": begin, "window_until": begin + timedelta(hours=10)}
    hand_over(story, partner, story.order(**window), begin, 10)
    story.order(**window)
    with as_system():
        Partner.objects.update(people_at_once=people)
    assert bool(planning.plan().steps) == planned


def test_R21_what_was_given_to_the_partner_since_the_plan_was_made_is_asked_again_when_it_is_published(
    story, planning, partner, nobody_can, drafted
):
    story.order(**open_for_days(story))
    made = planning.plan()
    (step,) = made.steps
    other = story.order(**open_for_days(story))
    hand_over(story, partner, other, step.starts_at + timedelta(hours=1), 2)
    outcome = publish(planning, drafted(made))
    ((_step, reasons),) = outcome.refused
    assert "as many of its people out" in sentences(reasons)[0]
    with as_system():
        PartnerOrder.objects.all().delete()
        PartnerQualification.objects.update(expires_on=timezone.localdate() - DAY)
    ((_step, reasons),) = publish(planning, drafted(made)).refused
    assert "Renew it first" in sentences(reasons)[0]


def test_orders_for_a_team_and_promises_stay_with_own_people(story, planning, partner):
    promised = story.order(**open_for_days(story))
    story.assign(promised)
    with as_system():
        StaffSkill.objects.all().delete()
    waits = story.order(promised.case, **open_for_days(story))
    story.order(promised.case, needs=Needs(members=(MemberAsked(None),)), **open_for_days(story))
    assert given(planning.plan()) == {waits.pk}


def test_a_dispatcher_may_leave_partners_out_of_one_plan_and_finds_no_switch_without_any(
    story, planning, partner, nobody_can, visitor
):
    story.order(**open_for_days(story))
    assert planning.plan(partners=False).steps == ()
    desk = visitor("dispatcher")
    assert "partners" in desk.get("/dispatch/plans/").context["form"].fields
    assert "partners" not in visitor("manager").get("/dispatch/plans/").context["form"].fields
    with as_system():
        Partner.objects.update(port=None)
    assert "partners" not in desk.get("/dispatch/plans/").context["form"].fields


def test_who_may_not_read_what_was_agreed_plans_without_partners(story, planning, partner, nobody_can):
    story.order(**open_for_days(story))
    manager = story.account("manager")
    with entered(manager.scope()):
        picture = picture_of(manager, PlanAsked(planning.line), story.now + SETTLING)
        assert picture.works
        assert not any(one.outside for one in picture.people)
        assert not picture.beside
        assert plan(picture, seconds=0, iterations=50).steps == ()


def test_an_urgent_order_and_what_is_planned_anew_ask_for_no_partner(story, planning, partner):
    order = story.order(**open_for_days(story))
    for asked in ({"only": order.pk}, {"promised": True}):
        with CaptureQueriesContext(connection) as queries:
            picture = planning.picture(**asked)
        assert not any(one.outside for one in picture.people)
        assert not any("people_partner" in one["sql"] for one in queries.captured_queries)


def test_the_picture_takes_as_many_queries_with_three_partners_as_with_one(story, planning, partner):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            picture = planning.picture()
        return len(queries), len({one.outside.partner_id for one in picture.people if one.outside})

    story.order(**open_for_days(story))
    few, partners = asked()
    assert partners == 1
    with as_system():
        for code in ("P02", "P03"):
            other = Partner.objects.create(code=code, name=code, state="active", port=partner.port)
            for model in (PartnerScope, PartnerQualification, PartnerAgreement, PartnerRate):
                one = model.objects.get(partner=partner)
                one.pk, one.partner, one._state.adding = new_id(), other, True
                if model is PartnerAgreement:
                    one.number = code
                one.save(force_insert=True)
    story.order(**open_for_days(story))
    assert asked() == (few, 3)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_R83_the_difference_names_the_partner_its_price_and_why(
    story, planning, partner, nobody_can, drafted, visitor, language
):
    order = story.order(**open_for_days(story))
    draft = drafted(planning.plan())
    desk = visitor("dispatcher")
    desk.cookies["aftersail_language"] = language
    page = desk.get(f"/dispatch/plans/{draft.pk}/").content.decode()
    assert partner.name in page
    assert "1,200" in page
    told = {"en": "No engineer of ours could go.", "zh-hans": "我方没有工程师能去。"}
    assert told[language] in page
    (step,) = desk.get(f"/api/v1/dispatch/plans/{draft.pk}").json()["steps"]
    assert step["staff_id"] is None
    assert step["order_id"] == str(order.pk)
    assert step["partner"] == {"id": str(partner.pk), "name": partner.name, "cost_cny": "1200.00"}
