"""A form from its design to its signature: editions, numbers, answers, skips, signatures, addenda, what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from aftersail.cases.models import LeftoverItem
from aftersail.core.ids import new_id
from aftersail.core.record import Stale
from aftersail.core.refusals import Forbidden
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import Leftover
from aftersail.people.models import Staff
from aftersail.visits.actions import filling, form_editions, form_signing
from aftersail.visits.actions.filling import Skip
from aftersail.visits.actions.form_beginning import About, begin_form
from aftersail.visits.actions.form_library import load_form_library
from aftersail.visits.actions.moving import finish_work
from aftersail.visits.actions.signing import Signed
from aftersail.visits.form_paper.canonical import content_hash
from aftersail.visits.models import FilledForm, FollowUp, FormEdition, FormSignature, Procedure
from aftersail.visits.queries.forms import filled_by_id
from aftersail.visits.rules.definitions import Words
from aftersail.visits.rules.designing import without_field
from aftersail.visits.rules.form_schema import to_schema
from tests.visits.form_samples import small_form
from tests.visits.report_samples import handwriting

GOOD = {"isolated": True, "voltage": {"value": 24.1, "gauge": "M-7"}, "outcome": "ok", "yard_says": "无意见"}


class House:
    """People doing things to forms, each in their own scope."""

    def __init__(self, story: Any) -> None:
        self.story = story

    def do(self, action: Any, who: str, **values: Any) -> Any:
        account = self.story.account(who)
        values.setdefault("at", timezone.now())
        if isinstance(values.get("form"), FilledForm):
            with entered(account.scope()):
                values["form"] = filled_by_id(account, values["form"].pk)
        with entered(account.scope()):
            return action(by=account, **values)

    def publish(self, definition: Any = None, note: str = "") -> FormEdition:
        definition = definition or small_form()
        with as_system():
            known = FormEdition.objects.filter(form__code=definition.code).order_by("-number").first()
        if known is None:
            drafted = self.do(
                form_editions.draft_form,
                "quality",
                id=new_id(),
                code=definition.code,
                kind=definition.kind,
                title="检查表",
                title_en="Check",
            )
        else:
            drafted = self.do(form_editions.draft_next_edition, "quality", edition=known, id=new_id())
        self.do(form_editions.change_edition, "quality", edition=drafted, change=lambda _before: definition)
        return self.do(form_editions.publish_edition, "quality", edition=drafted, note=note)

    def begin(self, edition: FormEdition, who: str = "engineer", **about: Any) -> FilledForm:
        return self.do(begin_form, who, id=new_id(), edition=edition, about=About(**about))

    def put(self, form: FilledForm, who: str = "engineer", **values: Any) -> FilledForm:
        return self.do(filling.put_values, who, form=form, values=values)

    def sign(self, form: FilledForm, role: str, who: str = "engineer", **more: Any) -> FilledForm:
        signed = Signed(role, "程远帆", handwriting(3), timezone.now(), "")
        return self.do(form_signing.sign_form, who, form=form, signed=signed, **more)

    def signed(self, form: FilledForm) -> FilledForm:
        self.sign(form, "yard")
        self.sign(form, "engineer")
        with as_system():
            return FilledForm.objects.select_related("edition__form").get(pk=form.pk)


@pytest.fixture
def house(story):
    with translation.override("en"):
        yield House(story)


@pytest.fixture
def form(house):
    begun = house.begin(house.publish(), vessel=house.story.world.vessel, equipment=house.story.world.radar)
    return house.put(begun, **GOOD)


def test_R65_a_form_is_numbered_by_form_station_and_month(form):
    assert form.number == f"TST-QD-{timezone.localtime():%Y%m}-0001"


def test_R65_only_quality_designs_forms(house):
    for who in ("engineer", "manager", "dispatcher", "admin"):
        with pytest.raises(Forbidden):
            house.do(
                form_editions.draft_form,
                who,
                id=new_id(),
                code="ABC",
                kind="record",
                title="表",
                title_en="Form",
            )


def test_R65_a_form_with_mistakes_is_not_published_and_each_is_told(house):
    drafted = house.do(
        form_editions.draft_form, "quality", id=new_id(), code="ABC", kind="record", title="表", title_en=""
    )
    with pytest.raises(Refused) as refusal:
        house.do(form_editions.publish_edition, "quality", edition=drafted, note="")
    assert len(refusal.value.reasons) == 3


def test_R65_a_new_edition_retires_the_one_before_and_says_what_changed(house):
    first = house.publish()
    with pytest.raises(Refused):
        house.publish(without_field(small_form(), "why"))
    with as_system():
        draft = FormEdition.objects.get(state="draft")
    second = house.do(form_editions.publish_edition, "quality", edition=draft, note="原因并入结论")
    with as_system():
        first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("retired", "active", 2)


def test_R65_the_database_refuses_to_change_a_published_edition(house):
    edition = house.publish()
    with pytest.raises(Refused):
        house.do(
            form_editions.change_edition,
            "quality",
            edition=edition,
            change=lambda one: without_field(one, "why"),
        )
    with as_system():
        for change in ({"schema": {}}, {"state": "draft"}, {"note": "x"}):
            with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
                FormEdition.objects.filter(pk=edition.pk).update(**change)
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            edition.delete()


def test_R65_a_filled_form_stays_under_its_edition_whatever_comes_after(house, form):
    newer = house.publish(without_field(small_form(), "why"), note="精简")
    with pytest.raises(Stale):
        filling.require_same_edition(form, newer)
    house.put(form, outcome="bad", why="老化")
    with as_system(), pytest.raises(IntegrityError, match="stays under its edition"), transaction.atomic():
        FilledForm.objects.filter(pk=form.pk).update(edition=newer)
    assert house.signed(form).edition.number == 1


def test_R65_a_retired_edition_takes_only_what_was_begun_before_it_was_retired(house):
    first = house.publish()
    house.publish(without_field(small_form(), "why"), note="精简")
    with as_system():
        first.refresh_from_db()
    about = About(vessel=house.story.world.vessel)
    begun = house.do(begin_form, "engineer", id=new_id(), edition=first, about=about, at=first.active_from)
    assert begun.edition_id == first.pk
    with pytest.raises(Refused):
        house.do(
            begin_form,
            "engineer",
            id=new_id(),
            edition=first,
            about=about,
            at=timezone.now() + timedelta(minutes=1),
        )


def test_R65_a_half_filled_form_is_kept_with_how_complete_it_is(house):
    begun = house.begin(house.publish(), vessel=house.story.world.vessel)
    assert begun.percent == 0
    assert house.put(begun, isolated=True).percent == 25
    assert house.put(begun, **GOOD).percent == 100
    assert house.put(begun, outcome=None).percent == 75


def test_R65_two_people_who_change_one_form_are_told_of_each_other(house, form):
    seen = form.version
    house.do(filling.put_values, "manager", form=form, values={"yard_says": "有意见"}, seen=seen)
    with pytest.raises(Stale):
        house.do(filling.put_values, "engineer", form=form, values={"yard_says": "无"}, seen=seen)


def test_R57_a_line_is_skipped_with_reason_and_approval_only(house, form):
    people = {key: Staff.objects.get(pk=one.pk) for key, one in house.story.world.staff.items()}
    with as_system():
        approver = Staff.objects.filter(account__roles__contains=["station_manager"]).first()
    cleared = house.put(form, voltage=None)
    for skip in (Skip("", approver), Skip("无表", None), Skip("无表", people["engineer"])):
        with pytest.raises(Refused):
            house.do(filling.put_values, "engineer", form=cleared, values={}, skips={"voltage": skip})
    with pytest.raises(Refused):
        house.do(
            filling.put_values,
            "engineer",
            form=cleared,
            values={"isolated": None},
            skips={"isolated": Skip("无", approver)},
        )
    skipped = house.do(
        filling.put_values, "engineer", form=cleared, values={}, skips={"voltage": Skip("无表", approver)}
    )
    assert skipped.skipped["voltage"]["by"] == approver.name
    assert house.signed(form).results["voltage"] == "skipped"


def test_R65_a_signed_form_never_changes_by_whatever_action(house, form):
    closed = house.signed(form)
    assert closed.state == "signed"
    with as_system():
        assert closed.content_hash == content_hash(closed)
    for refused in (
        lambda: house.put(closed, outcome="bad"),
        lambda: house.sign(closed, "user"),
        lambda: house.do(filling.cancel_form, "manager", form=closed, reason="误"),
        lambda: house.do(filling.retest_line, "engineer", form=closed, key="voltage"),
        lambda: house.do(
            filling.keep_head, "engineer", form=closed, security_label="秘密", software_version=""
        ),
    ):
        with pytest.raises(Refused):
            refused()


def test_R65_the_database_refuses_to_change_what_was_signed(house, form):
    closed = house.signed(form)
    with as_system():
        for change in ({"values": {}}, {"state": "draft"}, {"signed_at": None}, {"version": 99}):
            with pytest.raises(IntegrityError, match="addendum"), transaction.atomic():
                FilledForm.objects.filter(pk=closed.pk).update(**change)
        signature = closed.signatures.first()
        for change in (
            lambda: FormSignature.objects.filter(pk=signature.pk).update(name="他人"),
            signature.delete,
            lambda: FormSignature.objects.create(
                form=closed, role="user", name="补", signed_at=timezone.now(), image=signature.image
            ),
            closed.delete,
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()


def test_R65_a_correction_is_an_addendum_and_is_never_changed(house, form):
    with pytest.raises(Refused):
        house.do(form_signing.add_form_addendum, "engineer", form=form, id=new_id(), text="早了")
    closed = house.signed(form)
    id = new_id()
    for _again in range(2):
        made = house.do(
            form_signing.add_form_addendum, "engineer", form=closed, id=id, text="电压表编号应为 M-8"
        )
    with as_system():
        assert closed.addenda.count() == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            made.delete()


def test_R65_what_one_side_signed_stays_while_the_other_goes_on(house, form):
    house.sign(form, "yard")
    with pytest.raises(Refused):
        house.put(form, yard_says="改口")
    house.put(form, voltage={"value": 24.5})
    house.sign(form, "engineer")
    with as_system():
        assert FilledForm.objects.get(pk=form.pk).state == "signed"


def test_R65_answers_of_lines_that_do_not_show_are_not_signed(house, form):
    house.put(form, outcome="bad", why="老化")
    house.put(form, outcome="ok")
    closed = house.signed(form)
    assert "why" not in closed.values


def test_R86_a_failed_line_leaves_something_over_on_the_ship_on_the_spot_and_once(house, form):
    house.put(form, voltage={"value": 20})
    for _again in range(2):
        house.do(form_signing.raise_follow_up, "engineer", form=form, key="voltage", party="yard")
    house.signed(form)
    with as_system():
        follow = FollowUp.objects.get()
        left = Leftover.objects.get(pk=follow.leftover_id)
        assert (left.owed_by, left.vessel_id) == ("yard", form.vessel_id)
        assert "20 V" in left.text
        assert follow.is_open


def test_R20_signing_a_form_of_a_visit_leaves_its_failed_line_to_the_case(house, aboard):
    told = aboard().working()
    begun = house.begin(house.publish(), visit=told.visit())
    house.put(begun, **GOOD | {"voltage": {"value": 30}})
    house.signed(begun)
    with as_system():
        item = LeftoverItem.objects.get()
        assert begun.number in item.text
        assert FollowUp.objects.get().item_id == item.pk


def test_R58_work_is_not_called_done_over_an_open_hold_point_of_a_form(house, aboard):
    told = aboard().working().recorded()
    begun = house.begin(house.publish(), visit=told.visit())
    with pytest.raises(Refused, match=begun.number):
        told.do(finish_work, 120)
    house.put(begun, isolated=True)
    told.do(finish_work, 120)


def test_R65_without_case_or_ship_a_failed_line_is_a_to_do_of_its_own(house):
    begun = house.begin(house.publish(), who="manager")
    house.put(begun, who="manager", **GOOD | {"voltage": {"value": 30}})
    house.sign(begun, "yard", who="manager")
    house.sign(begun, "engineer", who="manager")
    with as_system():
        follow = FollowUp.objects.select_related("form").get()
    assert follow.is_open
    house.do(form_signing.settle_follow_up, "manager", follow=follow, note="已调整")
    assert not follow.is_open


def test_R54_a_retest_keeps_the_reading_before(house, form):
    house.put(form, voltage={"value": 20})
    house.do(filling.retest_line, "engineer", form=form, key="voltage")
    house.put(form, voltage={"value": 24})
    closed = house.signed(form)
    assert closed.attempts == {"voltage": [{"value": 20}]}
    assert closed.results["voltage"] == "pass"


def test_R57_publishing_a_procedure_gives_visits_its_steps(house):
    house.publish(small_form("WPX", "procedure"))
    house.publish(
        replace(small_form("WPX", "procedure"), label=Words("新规程", "New procedure")), note="改名"
    )
    with as_system():
        rows = {one.edition: one for one in Procedure.objects.filter(code="WPX")}
    assert (rows[1].active, rows[2].active) == (False, True)
    assert [step["text_en"] for step in rows[2].steps] == ["Isolated and tagged", "Output voltage"]


def test_R65_a_form_travels_as_json_to_another_house_and_back(house):
    edition = house.publish()
    document = edition.schema
    with pytest.raises(Refused):
        house.do(form_editions.import_edition, "quality", id=new_id(), document={"a": 1})
    taken = house.do(form_editions.import_edition, "quality", id=new_id(), document=document)
    assert (taken.number, taken.state, taken.schema) == (2, "draft", document)
    with pytest.raises(Refused):
        house.do(form_editions.import_edition, "quality", id=new_id(), document=document)
    house.do(form_editions.drop_draft, "quality", edition=taken)


def test_R65_the_shipped_forms_are_loaded_once_and_never_overwritten(house):
    with as_system():
        made = load_form_library(by=None, at=timezone.now())
        assert made >= 18
        assert load_form_library(by=None, at=timezone.now()) == 0
        assert FormEdition.objects.filter(state="active").count() == made


def test_R65_a_form_is_seen_by_those_who_see_its_ship_only(house, form, story):
    assert house.do(lambda by, at: filled_by_id(by, form.pk), "manager") == form
    from aftersail.core.refusals import NotThere

    with pytest.raises(NotThere):
        house.do(lambda by, at: filled_by_id(by, form.pk), "other_engineer")


def test_R65_a_cancelled_form_keeps_its_number(house, form):
    house.do(filling.cancel_form, "engineer", form=form, reason="拿错表")
    again = house.begin(form.edition, vessel=house.story.world.vessel)
    assert again.number.endswith("-0002")
    assert to_schema(small_form()) == form.edition.schema
