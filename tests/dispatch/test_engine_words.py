"""Whatever the engine may name, the house has a sentence for, in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from aftersail.dispatch.rules.plan_sentences import SENTENCES, sentence
from aftersail.engines.dispatch.remedy import Change
from aftersail.engines.dispatch.rules import Rule


@pytest.mark.parametrize("code", [f"left_{rule.value}" for rule in Rule] + [each.value for each in Change])
def test_a_reason_and_a_way_out_is_a_sentence_in_both_languages(code):
    with override("en"):
        english = str(SENTENCES[code])
    with override("zh-hans"):
        assert str(SENTENCES[code]) != english


def test_parts_to_take_along_are_named_with_their_number():
    told = sentence("supply", who="Zhang", name="pump seal", number=2)
    with override("en"):
        assert str(told) == "Give Zhang 2 × pump seal to take along."
