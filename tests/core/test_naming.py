"""Records are called by their English names on English pages, alone or beside others' names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import override

from aftersail.core.masters.naming import bare_name, belonging, mail_address, named
from aftersail.fleet.models import GateQuestion
from aftersail.people.lists.policy import plainly
from aftersail.people.lists.rosters import cycle_in_words
from aftersail.people.models import DevelopmentPlan, Leave, Staff
from aftersail.supply.models import Part, StockMove

PERSON = Staff(name="郑海", name_en="Zheng Hai")
DAY = date(2026, 3, 2)


def test_a_plan_names_its_person_in_english_and_keeps_a_title_that_has_no_english() -> None:
    plan = DevelopmentPlan(staff=PERSON, title="第二季度")
    with override("en"):
        assert named(plan) == "Zheng Hai · 第二季度"
    with override("zh-hans"):
        assert named(plan) == "郑海 · 第二季度"


def test_a_question_is_told_by_its_english_text() -> None:
    question = GateQuestion(code="G1-1", text="图纸是否齐全", text_en="Are the drawings complete")
    with override("en"):
        assert (named(question), bare_name(question)) == (
            "G1-1 Are the drawings complete",
            "Are the drawings complete",
        )


def test_leave_says_whose_it_is() -> None:
    leave = Leave(staff=PERSON, first_day=DAY, last_day=DAY)
    with override("en"):
        assert named(leave) == "Zheng Hai · 2026-03-02 – 2026-03-02"


def test_a_small_record_says_whose_part_it_is_and_one_with_a_name_or_an_own_heading_does_not() -> None:
    part = Part(number="BWT-001A", name="滤芯", name_en="Filter element")
    with override("en"):
        assert belonging(StockMove(part=part, kind="receipt", quantity=1)) == "BWT-001A Filter element"
        assert belonging(Leave(staff=PERSON, first_day=DAY, last_day=DAY)) == "", "it names the person itself"
        assert belonging(part) == ""


def test_a_mail_address_is_broken_before_the_at_sign_and_stays_harmless() -> None:
    assert mail_address("hai.zheng@haicheng.example") == "hai.zheng<wbr>@haicheng.example"
    assert mail_address("<b>@x") == "&lt;b&gt;<wbr>@x"
    assert mail_address("nobody") == "nobody"


def test_a_cycle_is_told_in_words_and_a_promised_number_without_idle_zeros() -> None:
    with override("en"):
        assert cycle_in_words("DDDDDCO") == "5 × day shift · 1 × on call · 1 × off duty"
    assert [plainly(Decimal(one)) for one in ("10.00", "2.50", "1200.00")] == ["10", "2.5", "1,200"]
