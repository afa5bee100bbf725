"""A verdict is either allowed or says why not."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Refused, Verdict, all_of, refuse, require


def test_allowed_is_true_and_a_refusal_is_false():
    assert ALLOWED
    assert not refuse("no")


def test_a_refusal_without_a_reason_is_refused():
    with pytest.raises(ValueError):
        refuse()


def test_an_allowed_verdict_carries_no_reasons():
    with pytest.raises(ValueError):
        Verdict(True, ("because",))


def test_all_reasons_are_gathered_in_order_and_once():
    assert all_of(refuse("a", "b"), ALLOWED, refuse("b", "c")).reasons == ("a", "b", "c")


def test_all_of_allowed_is_allowed():
    assert all_of(ALLOWED, ALLOWED) == ALLOWED


def test_require_passes_what_is_allowed():
    require(ALLOWED)


def test_require_raises_with_the_reasons():
    with pytest.raises(Refused) as refused:
        require(refuse("first", "second"))
    assert refused.value.reasons == ("first", "second")
    assert str(refused.value) == "first; second"


def test_reasons_are_translated_when_they_are_shown():
    refusal = refuse(_("Monday"))
    with translation.override("zh-hans"):
        assert str(refusal.reasons[0]) == "星期一"
    with translation.override("en"):
        assert str(refusal.reasons[0]) == "Monday"
