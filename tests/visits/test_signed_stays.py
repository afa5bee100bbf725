"""What was signed stays, in the application and in the database; corrections stand beside it as addenda."""

from __future__ import annotations

import hashlib

import pytest
from django.db import IntegrityError, transaction

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.visits.actions.findings import record_finding
from aftersail.visits.actions.recording import save_facts
from aftersail.visits.actions.reporting import print_report, print_reports
from aftersail.visits.actions.signing import add_addendum, return_visit
from aftersail.visits.models import Addendum, Finding, HoursEntry, ServiceReport, Signature, Visit, VisitStep
from aftersail.visits.queries.report_content import report_content
from aftersail.visits.report.canonical import content_hash
from aftersail.visits.report.thaw import frozen, thawed
from aftersail.visits.states import VisitState
from tests.visits.report_samples import far_too_long, signed


@pytest.fixture
def told(aboard):
    return aboard().working().finished().signed()


def refused_by_the_database(change) -> None:
    with pytest.raises(IntegrityError, match=r"addendum|frozen|never changed"), transaction.atomic():
        change()


def test_the_record_of_a_signed_visit_is_closed_to_its_engineer(told):
    with pytest.raises(Refused):
        told.do(save_facts, 140, values={"diagnosis": "改写"})


@pytest.mark.parametrize("model", [VisitStep, Finding, HoursEntry, Signature])
def test_the_database_refuses_to_change_or_drop_rows_of_a_signed_visit(told, model, system_scope):
    row = model.objects.filter(visit=told.pk).first()
    refused_by_the_database(lambda: model.objects.filter(pk=row.pk).update(version=99))
    refused_by_the_database(row.delete)


def test_the_database_refuses_rows_added_after_the_report_was_frozen(told, story, system_scope):
    refused_by_the_database(
        lambda: Finding.objects.create(visit_id=told.pk, text="后加", mode=story.world.codes["mode-NOO"])
    )


def test_the_database_refuses_to_change_what_the_visit_says(told, system_scope):
    refused_by_the_database(lambda: Visit.objects.filter(pk=told.pk).update(diagnosis="改写"))
    refused_by_the_database(lambda: Visit.objects.filter(pk=told.pk).update(signed_at=None))


def test_the_report_is_frozen_in_both_languages_when_signed(told, system_scope):
    reports = ServiceReport.objects.filter(visit=told.pk)
    assert {(one.edition, one.language) for one in reports} == {(1, "zh-hans"), (1, "en")}
    refused_by_the_database(lambda: reports.update(content={}))
    refused_by_the_database(lambda: reports.first().delete())


def test_the_frozen_report_has_no_cost_in_it(told, system_scope):
    for report in ServiceReport.objects.filter(visit=told.pk):
        assert "cost" not in str(report.content).lower()
        assert "180" not in [str(v) for v in report.content.values()]


def test_a_frozen_edition_is_printed_once(told, system_scope):
    assert len(print_reports(told.pk)) == 2
    assert print_reports(told.pk) == []
    report = ServiceReport.objects.filter(visit=told.pk, language="zh-hans").get()
    assert report.file.media_type == "application/pdf"
    assert print_report(report).pk == report.file_id


def test_an_addendum_makes_a_new_edition_and_keeps_the_first(told):
    with as_system():
        print_reports(told.pk)
        first = ServiceReport.objects.get(visit=told.pk, edition=1, language="zh-hans")
    id = new_id()
    told.do(add_addendum, 150, id=id, text="序列号应为 N-2")
    told.do(add_addendum, 150, id=id, text="序列号应为 N-2")
    with as_system():
        assert Addendum.objects.count() == 1
        print_reports(told.pk)
        second = ServiceReport.objects.get(visit=told.pk, edition=2, language="zh-hans")
        again = ServiceReport.objects.get(pk=first.pk)
        assert (again.content, again.content_hash, again.file_id) == (
            first.content,
            first.content_hash,
            first.file_id,
        )
        assert second.content["addenda"][0]["text"] == "序列号应为 N-2"
        assert second.file_id not in {None, first.file_id}
        assert {key: value for key, value in second.content.items() if key not in {"addenda", "version"}} == {
            key: value for key, value in first.content.items() if key != "version"
        }
        refused_by_the_database(lambda: Addendum.objects.update(text="改写"))


def test_a_correction_brings_a_returned_visit_back(told):
    told.do(return_visit, 140, who="quality", reason="补充")
    told.do(add_addendum, 150, id=new_id(), text="补充说明")
    assert told.visit().state == VisitState.SIGNED


def test_a_later_change_of_masters_does_not_reach_a_frozen_report(told, story, system_scope):
    first = ServiceReport.objects.get(visit=told.pk, language="zh-hans")
    story.world.vessel.change(name="改名号")
    assert ServiceReport.objects.get(pk=first.pk).content["vessel"]["name"] == "碧川 1"
    visit = Visit.objects.get(pk=told.pk)
    assert report_content(visit, "zh-hans", told.now).vessel.name == "改名号"


@pytest.mark.parametrize("report", [signed("zh"), signed("en"), far_too_long()])
def test_a_report_kept_as_json_is_the_same_report(report):
    pictures = {
        hashlib.sha256(one.image).hexdigest(): one.image for one in (*report.photos, *report.signatures)
    }
    again = thawed(frozen(report), pictures.__getitem__)
    assert content_hash(again) == content_hash(report)
    assert again.addenda == report.addenda


def test_a_finding_before_signing_can_still_be_changed(aboard, story):
    told = aboard().working()
    id = new_id()
    for text in ("初判", "复判"):
        told.do(record_finding, 50, id=id, text=text, mode=story.world.codes["mode-NOO"])
    with as_system():
        assert Finding.objects.get(pk=id).text == "复判"
