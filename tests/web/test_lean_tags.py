"""Tags done with less ado say what Django's own say."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.template import Context, Engine
from django.template.defaulttags import URLNode
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from aftersail.core.addresses import address_of
from aftersail.web.templatetags.addresses import RecordUrl
from aftersail.web.templatetags.translating import PlainSentence

ONE, TWO = UUID(int=1), UUID(int=2**100)
OURS = Engine(
    builtins=["aftersail.web.templatetags.addresses"],
    libraries={"i18n": "aftersail.web.templatetags.translating"},
)
DJANGO_S = Engine(libraries={"i18n": "django.templatetags.i18n"})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Home" %}',
        "{% translate 'Home' as said %}[{{ said }}]",
        '{% translate "100 % sure & <b>" %}',
        '{% translate "Home"|upper %}',
        '{% translate "fits" context "verdict" %}',
        '{% translate "Home" noop %}',
        "{% translate said %}",
        '{% trans "Home" %}',
    ],
)
def test_a_sentence_reads_as_django_reads_it(source: str, language: str) -> None:
    with translation.override(language):
        ours, theirs = (
            engine.from_string("{% load i18n %}" + source).render(Context({"said": "Home <1>"}))
            for engine in (OURS, DJANGO_S)
        )
    assert ours == theirs


def test_a_plain_sentence_is_the_lean_kind() -> None:
    assert OURS.from_string('{% load i18n %}{% translate "Home" %}').nodelist.get_nodes_by_type(PlainSentence)


def test_one_template_reads_in_each_reader_s_language() -> None:
    page = OURS.from_string('{% load i18n %}{% translate "Home" %}')
    said = []
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            said.append(page.render(Context()))
    assert said[0] == said[2] != said[1] == "Home"


@pytest.mark.parametrize(
    ("page", "ids"),
    [("fleet:vessel", (ONE,)), ("fleet:vessels", ()), ("fleet:vessel", (str(ONE),)), ("fleet:tree", (TWO,))],
)
def test_the_address_of_a_record_is_django_s(page: str, ids: tuple[object, ...]) -> None:
    for _again in range(2):
        assert address_of(page, *ids) == reverse(page, args=ids)


def test_a_page_that_does_not_exist_has_no_address() -> None:
    for ids in ((), (ONE, TWO), (None,)):
        with pytest.raises(NoReverseMatch):
            address_of("fleet:vessel", *ids)


def test_a_url_in_a_template_is_django_s_and_the_common_kind_is_lean() -> None:
    page = OURS.from_string(
        "{% url 'fleet:vessel' one %} {% url 'fleet:vessel' pk=one %} {% url 'fleet:none' as no %}[{{ no }}]"
    )
    address = reverse("fleet:vessel", args=[ONE])
    assert page.render(Context({"one": ONE})) == f"{address} {address} []"
    assert len(page.nodelist.get_nodes_by_type(RecordUrl)) == 1
    assert len(page.nodelist.get_nodes_by_type(URLNode)) == 2
