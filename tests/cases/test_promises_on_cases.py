"""What a case keeps of the promises it was judged by, and past cases under a draft (R74, R75)."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone, translation

from aftersail.cases.actions import judging
from aftersail.cases.queries.replay import replay
from aftersail.cases.queries.replayed import from_json
from aftersail.core.ids import new_id
from aftersail.core.jobs.running import run
from aftersail.core.models import LogEntry
from aftersail.core.verdicts import Refused
from aftersail.fleet.actions import baselines as acting
from aftersail.fleet.models import ServiceBaseline


def signed_in(account):
    client = Client(headers={"accept-language": "en"})
    client.force_login(account, backend="aftersail.core.signin.PasswordBackend")
    client.cookies["aftersail_language"] = "en"
    return client


def test_R75_the_case_keeps_the_matched_edition_factor_and_shows_why_in_the_readers_language(world, triaged):
    with translation.override("zh-hans"):
        case = triaged()
    assert case.baseline_rule is not None
    assert (case.nearness, case.onsite_factor) == ("same_port", Decimal("0.50"))
    page = signed_in(world.account("dispatcher")).get(f"/cases/{case.pk}/").content.decode()
    assert "fits and no more specific rule does" in page
    assert "the rule wants" in page
    with translation.override("zh-hans"):
        assert "the rule wants" not in str(case.baseline_told)


def test_R75_the_factor_promised_stays_when_the_ship_moves(world, triaged):
    from aftersail.cases.queries.clocks import facts_of

    case = triaged()
    case.vessel.lies_at = world.ports["SHG"]
    assert facts_of(case, []).onsite_factor == 0.5


def test_R74_a_later_edition_leaves_the_targets_of_old_cases(world, triaged):
    case, today = triaged(), timezone.localdate()
    kept = (case.baseline_code, case.response_hours)
    house = ServiceBaseline.objects.get(code="HOUSE-1")
    draft = acting.draft_next_edition(
        by=world.account("quality"), baseline=house, id=new_id(), at=timezone.now()
    )
    acting.fill_targets(
        by=world.account("quality"),
        baseline=draft,
        cells={("warranty", c, "S2"): "99/100/30" for c in "ABC"},
        at=timezone.now(),
    )
    acting.move_baseline(by=world.account("executive"), baseline=draft, move="review", at=timezone.now())
    acting.move_baseline(
        by=world.account("executive"), baseline=draft, move="enforce", valid_from=today, at=timezone.now()
    )
    case.refresh_from_db()
    assert (case.baseline_code, case.response_hours) == kept


def test_R74_the_simulator_replays_past_cases_under_a_draft(world, triaged):
    for hours in (3, 30, 60):
        triaged(hours_ago=hours)
    house = ServiceBaseline.objects.get(code="HOUSE-1")
    draft = acting.draft_next_edition(
        by=world.account("quality"), baseline=house, id=new_id(), at=timezone.now()
    )
    today = timezone.localdate()
    same = replay(world.account("quality"), draft, today - timedelta(days=9), today)
    assert (same.cases, same.changed, same.flips) == (3, 0, [])
    cells = {("warranty", c, "S2"): "500/600/90" for c in "ABC"}
    acting.fill_targets(by=world.account("quality"), baseline=draft, cells=cells, at=timezone.now())
    loose = replay(world.account("quality"), draft, today - timedelta(days=9), today)
    assert loose.changed == 3
    assert {flip.after for flip in loose.flips} <= {"met"}
    assert from_json(json.loads(json.dumps(loose.as_json()))) == loose


def test_R74_a_worker_does_the_replay_and_its_asker_reads_it_as_page_and_file(world, triaged):
    triaged(hours_ago=30)
    house, quality = ServiceBaseline.objects.get(code="HOUSE-1"), signed_in(world.account("quality"))
    form = quality.get(f"/baselines/{house.pk}/replay/").context["form"]
    today = timezone.localdate()
    typed = {
        "id": form["id"].value(),
        "first": (today - timedelta(days=9)).isoformat(),
        "last": today.isoformat(),
    }
    asked, twice = (quality.post(f"/baselines/{house.pk}/replay/", typed) for _ in range(2))
    assert asked.headers["Location"] == twice.headers["Location"] == f"/jobs/{typed['id']}/"
    assert 'hx-trigger="every 1s"' in quality.get(asked.headers["Location"]).content.decode()
    run(job_id=typed["id"])
    found = f"/baselines/{house.pk}/replay/{typed['id']}/"
    assert quality.get(f"/jobs/{typed['id']}/state/").headers["HX-Redirect"] == found
    assert "1 cases" in quality.get(found).content.decode()
    assert quality.get(f"{found}?format=xlsx").content[:2] == b"PK"
    other = signed_in(world.account("dispatcher"))
    assert other.get(found).status_code == other.get(f"/jobs/{typed['id']}/").status_code == 404


def test_an_excluded_cause_takes_the_case_out_of_warranty_and_is_logged(world, opened, now):
    case = opened()
    assert case.warranty == "in"
    judging.code_case(
        by=world.account("quality"),
        case=case,
        mode=None,
        mechanism=None,
        cause=world.codes["cause-3.2"],
        at=now,
    )
    assert case.warranty == "out"
    assert LogEntry.objects.filter(subject_id=case.pk, event="cases.WarrantyJudgedByCause").exists()


def test_an_override_is_shown_with_who_and_what_the_rule_said_and_only_the_right_roles_may(
    world, opened, now
):
    case = opened()
    with pytest.raises(Refused):
        judging.override_warranty(by=world.account("engineer"), case=case, status="out", reason="x", at=now)
    judging.override_warranty(by=world.account("quality"), case=case, status="out", reason="人为损坏", at=now)
    page = signed_in(world.account("dispatcher")).get(f"/cases/{case.pk}/").content.decode()
    assert "人为损坏" in page
    assert world.account("quality").name in page
    assert "Runs to" in page


def test_rows_of_older_days_keep_the_words_they_hold(opened):
    case = opened()
    case.warranty_said, case.warranty_reason = {}, "旧的说明"
    case.baseline_trace = [{"rule": "r", "edition": 1, "fits": True, "why": ["old words"]}]
    assert case.warranty_why == "旧的说明"
    assert case.baseline_told[0]["why"] == ["old words"]
