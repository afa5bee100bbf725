"""Facts about search: Chinese and English, numbers and parts of them, and only what one may see."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersail.core.ids import new_id
from aftersail.core.models import SearchEntry
from aftersail.core.scope import as_system
from aftersail.core.search import found_ids, index, query_terms, search, terms_of


@pytest.fixture(autouse=True)
def indexed(world):
    with as_system():
        SearchEntry.objects.all().delete()
        pump = "主海水泵机械密封泄漏 Main sea-water pump XH-200 seal leaks, S/N 8812-A"
        index(world.vessel, title="海鸥 217", body=[pump], at=timezone.now())
        index(world.yard_vessel, title="北辰 03", body=[pump], at=timezone.now())
        index(world.old_vessel, title="内部", body=[pump], at=timezone.now(), house_only=True)


def found(world, words: str, who: str = "dispatcher") -> set[str]:
    with as_system():
        return {entry.title for entry in search(world.accounts[who], words)}


@pytest.mark.parametrize("words", [
    "水泵", "海水泵", "主海水泵", "机械密封 泄漏", "pump", "PUMP", "xh-200", "XH-200 水泵", "8812-A", "8812", "sea-water", "seal leaks", "海水泵 leaks",
])  # fmt: skip
def test_words_in_either_language_find_it(world, words):
    assert "海鸥 217" in found(world, words)


@pytest.mark.parametrize(
    "words",
    [
        "油泵",
        "pumps",
        "XH-201",
        "水泵 wanting",
        "",
        "   ",
        "%",
        "'; drop table",
        "\U0001f6a2",
        "{}",
        "a" * 3000,
    ],
)
def test_other_words_do_not(world, words):
    assert not found(world, words)


def test_each_finds_only_what_they_may_see(world):
    assert found(world, "水泵") == {"海鸥 217", "北辰 03", "内部"}
    assert found(world, "水泵", "crew") == {"海鸥 217"}
    assert found(world, "水泵", "other_crew") == {"北辰 03"}
    assert found(world, "水泵", "owner") == {"海鸥 217"}


def test_a_record_indexed_again_is_found_by_its_new_words_only(world):
    with as_system():
        index(world.vessel, title="海鸥 217", body=["舵机 steering gear"], at=timezone.now())
    assert found(world, "水泵", "crew") == set()
    assert found(world, "舵机", "crew") == {"海鸥 217"}


def test_a_record_that_became_internal_is_no_longer_found_by_the_customer(world):
    with as_system():
        index(world.vessel, title="海鸥 217", body=["水泵"], at=timezone.now(), house_only=True)
    assert found(world, "水泵", "crew") == set()


def test_others_newer_records_do_not_crowd_ones_own_out(world, monkeypatch):
    from aftersail.core import search as module

    monkeypatch.setattr(module, "CANDIDATES", 1)
    assert found(world, "水泵", "crew") == {"海鸥 217"}


def test_the_palette_gets_a_fragment_and_people_get_a_page(world, signed_in):
    client = signed_in("crew")
    page = client.get("/search/?q=水泵").content.decode()
    assert "海鸥 217" in page
    assert "<html" in page
    fragment = client.get("/search/?q=水泵", headers={"hx-request": "true"}).content.decode()
    assert "海鸥 217" in fragment
    assert "北辰" not in fragment
    assert "<html" not in fragment


def test_the_api_answers_the_same(world, signed_in):
    answer = signed_in("crew").get("/api/v1/search?q=pump").json()
    assert [item["title"] for item in answer["items"]] == ["海鸥 217"]
    assert answer["count"] == 1


def test_hostile_words_are_just_words(world, signed_in):
    for words in ("%00", "%F0%9F", "a" * 5000, "%7B%22%7D", "../../", "<script>"):
        assert signed_in("crew").get(f"/search/?q={words}").status_code == 200


def test_terms_of_a_compound_are_its_parts_too_but_a_query_must_match_it_whole():
    assert terms_of("XH-200") == ["200", "xh", "xh-200"]
    assert query_terms("XH-200") == ["xh-200"]


@given(
    shares=st.tuples(*(st.sampled_from((0, 1, 3, 10, 40, 97)) for _word in range(3))),
    cap=st.sampled_from((1, 7, 30, 500)),
    band=st.sampled_from(((0, 0), (0, 150), (0, 320), (150, 200))),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_newest_matches_are_found_however_common_the_words_are(db, shares, cap, band):
    """`shares`: per cent of records with each word; `band`: the places, from the newest, of records that have the first one besides."""
    words, now, dice = ("报警", "雷达", "fleet"), timezone.now(), Random(str((shares, cap, band)))
    entries = [
        SearchEntry(
            subject_id=new_id(), subject_type="cases.case", title=str(n), keys=[], at=now - timedelta(minutes=n),
            terms=[word for word, share in zip(words, shares, strict=True) if dice.random() * 100 < share or (word == words[0] and n in range(*band))],
        )
        for n in range(600)
    ]  # fmt: skip
    with as_system():
        SearchEntry.objects.all().delete()
        SearchEntry.objects.bulk_create(entries)
        for asked in (words[:1], words[1:2], words[:2], words):
            every = [entry.subject_id for entry in entries if set(asked) <= set(entry.terms)]
            assert found_ids(" ".join(asked), "cases.case", cap) == every[:cap]
            assert found_ids(" ".join(asked), "intake.request", cap) == []
