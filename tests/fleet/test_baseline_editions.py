"""Editions of the service baseline: drafted, reviewed, put in force, compared, and what blocks a delivery (R74, R75)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from aftersail.core.ids import new_id
from aftersail.core.refusals import Forbidden
from aftersail.core.verdicts import Refused
from aftersail.fleet import queries, rules
from aftersail.fleet.actions import baselines as acting
from aftersail.fleet.models import BaselineRule, BaselineServices, ServiceBaseline
from aftersail.fleet.queries.baselines import differences

CELL = ("warranty", "A", "S1")


@pytest.fixture
def radar_edition(world, system_scope):
    return ServiceBaseline.objects.get(family=world.radar_model.family)


def drafted(world, edition):
    return acting.draft_next_edition(
        by=world.account("quality"), baseline=edition, id=new_id(), at=timezone.now()
    )


def in_force(world, draft, first):
    now = timezone.now()
    acting.move_baseline(by=world.account("executive"), baseline=draft, move="review", at=now)
    return acting.move_baseline(
        by=world.account("quality"), baseline=draft, move="enforce", valid_from=first, at=now
    )


def test_R74_an_edition_is_drafted_filled_reviewed_and_put_in_force_through_its_page(
    world, signed_in, radar_edition
):
    quality, executive = signed_in("quality"), signed_in("executive")
    answer = quality.post(f"/fleet/baselines/{radar_edition.pk}/next/", {"id": str(new_id())})
    draft = ServiceBaseline.objects.get(based_on=radar_edition)
    assert answer.url.endswith(f"{draft.pk}/")
    page = f"/fleet/baselines/{draft.pk}/"
    wrong = quality.post(
        f"{page}targets/", {"criticality": "A", "warranty|A|S1": "24/2/3", "warranty|A|S2": "x"}
    )
    assert wrong.status_code == 422
    assert 'value="24/2/3"' in wrong.content.decode()
    assert not draft.rules.exists()
    quality.post(f"{page}targets/", {"criticality": "A", "warranty|A|S1": "1/12/2", "warranty|A|S4": "1 wd"})
    assert draft.rules.count() == 2
    quality.post(
        f"{page}services/",
        {
            "criticality": "A",
            "inspection_months": 3,
            "training_hours": 20,
            "first_visit_days": "15,60",
            "visit_months": 6,
            "spares": "磁控管\n保险丝",
            "documents": "说明书",
        },
    )
    assert BaselineServices.objects.get(baseline=draft, criticality="A").spares == ["磁控管", "保险丝"]
    assert "1/12/2" in quality.get(page).content.decode()
    assert quality.post(f"{page}moves/review/").status_code == 422
    executive.post(f"{page}moves/review/")
    tomorrow = timezone.localdate() + timedelta(days=1)
    executive.post(f"{page}moves/enforce/", {"valid_from": tomorrow.isoformat()})
    draft.refresh_from_db()
    radar_edition.refresh_from_db()
    assert (draft.state, radar_edition.state, radar_edition.valid_until) == (
        "in_force",
        "superseded",
        timezone.localdate(),
    )
    match = queries.baseline_for(world.vessel, world.radar, severity="S1", stage="warranty", on=tomorrow)
    assert (match.rule.edition, match.target.response_hours) == (
        2,
        1.0 if world.radar_model.criticality == "A" else match.target.response_hours,
    )


def test_R74_what_is_in_force_never_changes(world, radar_edition):
    by = world.account("quality")
    with pytest.raises(Refused):
        acting.fill_targets(by=by, baseline=radar_edition, cells={CELL: "1/2/3"}, at=timezone.now())
    with pytest.raises(Refused):
        acting.set_services(by=by, baseline=radar_edition, criticality="A", values={}, at=timezone.now())


def test_R74_overlapping_and_backdated_editions_are_refused(world, radar_edition):
    today = timezone.localdate()
    with pytest.raises(Refused):
        in_force(world, drafted(world, radar_edition), today - timedelta(days=1))
    in_force(world, drafted(world, radar_edition), today + timedelta(days=30))
    with pytest.raises(Refused):
        in_force(world, drafted(world, radar_edition), today + timedelta(days=10))
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceBaseline.objects.create(
            code="X", family=radar_edition.family, edition=9, state="in_force", valid_from=today
        )


def test_R74_a_drafter_does_not_review_his_own_and_a_dispatcher_drafts_nothing(world, radar_edition):
    draft = drafted(world, radar_edition)
    with pytest.raises(Refused):
        acting.move_baseline(by=world.account("quality"), baseline=draft, move="review", at=timezone.now())
    with pytest.raises(Forbidden):
        acting.draft_next_edition(
            by=world.account("dispatcher"), baseline=radar_edition, id=new_id(), at=timezone.now()
        )


def test_R74_a_model_without_an_active_baseline_blocks_delivery(world, signed_in, radar_edition):
    today = timezone.localdate()
    assert queries.baseline_gaps(world.yard_vessel, today) == []
    ServiceBaseline.objects.filter(pk=radar_edition.pk).update(valid_until=today - timedelta(days=1))
    gaps = queries.baseline_gaps(world.yard_vessel, today)
    assert world.radar_model.code in str(gaps[0])
    assert world.radar_model.code in signed_in("quality").get("/fleet/baselines/gaps/").content.decode()
    verdict = rules.may_deliver([rules.ModelPromise("HR-300", "A", "radar")], today)
    assert not verdict
    assert "HR-300" in str(verdict.reasons[0])


def test_R74_two_editions_are_compared_cell_by_cell(world, radar_edition):
    draft = drafted(world, radar_edition)
    acting.fill_targets(
        by=world.account("quality"), baseline=draft, cells={CELL: "1/12/2"}, at=timezone.now()
    )
    (one,) = differences(radar_edition, draft)
    assert (one.criticality, one.severity, one.before, one.after) == ("A", "S1", "", "1/12/2")


@pytest.mark.parametrize("text", ["2/24/3", "0.5/2/1", "24/–/quote", "4/–/delivery", "3 wd", "–/24/5"])
def test_a_cell_reads_as_it_was_written(text):
    assert rules.write_target(rules.parse_target(text, "S3")) == text


@pytest.mark.parametrize(
    ("text", "said"), [("24/–/quote", "24/–/报价"), ("4/–/delivery", "4/–/交付"), ("3 wd", "3 工作日")]
)
def test_a_target_is_written_in_chinese_and_reads_the_same_again(text: str, said: str) -> None:
    target = rules.parse_target(text, "S3")
    with override("zh-hans"):
        assert rules.write_target(target) == said
    assert rules.parse_target(said, "S3") == target


@pytest.mark.parametrize(
    "text", ["2/24", "a/b/c", "0/24/3", "-1/24/3", "24/2/3", "1/96/2", "1e9/2/3", "99999/1/1"]
)
def test_a_cell_that_is_no_target_says_what_to_write(text):
    with pytest.raises(Refused) as refused:
        rules.parse_target(text, "S1")
    assert str(refused.value)


def test_R75_contract_goes_before_vessel_and_the_trace_says_why_each_was_passed_over(world, system_scope):
    common = {
        "edition": 1,
        "response_hours": 1,
        "onsite_hours": 2,
        "restore_days": 1,
        "valid_from": timezone.localdate(),
    }
    BaselineRule.objects.create(code="ship", vessel=world.vessel, **common)
    ask = {"severity": "S1", "stage": "warranty", "on": timezone.localdate()}
    assert queries.baseline_for(world.vessel, world.radar, **ask).rule.code == "ship"
    BaselineRule.objects.create(code="contract", contract_number="K-7", customer=world.customer, **common)
    match = queries.baseline_for(world.vessel, world.radar, **ask)
    assert match.rule.code == "contract"
    assert len(match.trace) >= 74
    passed = next(tried for tried in match.trace if tried.code == "ship")
    assert "contract v1" in str(passed.reasons[0])
