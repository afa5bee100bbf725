"""Components rendered with less ado are what django-cotton makes of them; parts painted in Python are the components'."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler
from django_cotton.templatetags._component import CottonComponentNode

from aftersail.web.demo.small import World
from aftersail.web.gallery import gallery
from aftersail.web.templatetags.components import LeanComponent

SECRETS = re.compile(
    r'(name="csrfmiddlewaretoken" value|name="csrf-token" content)="[^"]*"|\d+ (?:分钟|秒|小时)前'
)


def _plain(html: str) -> str:
    return (
        re.sub(r'\s+(?=["<>])|(?<=>)\s+', "", SECRETS.sub("", html)).replace(' "', '"').replace('=" ', '="')
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_component_is_what_django_cotton_makes_of_it(
    language: str,
    rf: RequestFactory,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    world: World,
    system_scope: None,
) -> None:
    settings.DEBUG = True  # the gallery is for developers
    request: Any = rf.get("/gallery/")
    request.user, request._messages = world.accounts["dispatcher"], []
    with translation.override(language):
        lean = gallery(request).content.decode()
        monkeypatch.setattr(LeanComponent, "render", CottonComponentNode.render)
        cottons = gallery(request).content.decode()
    assert lean.count("<") > 500
    assert _plain(lean) == _plain(cottons)


def test_a_page_of_a_vessel_is_what_django_cotton_makes_of_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, world: World, system_scope: None
) -> None:
    client.force_login(world.accounts["dispatcher"])
    address = f"/fleet/vessels/{world.vessel.pk}/"
    lean = client.get(address).content.decode()
    monkeypatch.setattr(LeanComponent, "render", CottonComponentNode.render)
    assert _plain(lean) == _plain(client.get(address).content.decode())


def test_painted_lines_of_a_timeline_are_the_component_s() -> None:
    row = {
        "at": datetime(2026, 3, 4, 1, 30, tzinfo=UTC),
        "who": "秦<若澜",
        "sentence": "Closed & done",
        "icon": "",
        "tone": "good",
    }
    component = '{% load desk %}<c-entry :at="row.at" who="{{ row.who }}" icon="{{ row.icon }}" tone="{{ row.tone }}" title="{{ row.sentence }}" />'
    assert _same(component, "{% load painted %}{% entries rows %}", {"row": row, "rows": [row]})


@pytest.mark.parametrize("known", ["秦若澜", "", "  "])
def test_a_painted_fact_is_the_component_s(known: str) -> None:
    component = '<c-def label="{{ label }}">{{ known }}</c-def>'
    painted = "{% load painted %}{% fact label %}{{ known }}{% endfact %}"
    assert _same(component, painted, {"label": "Owner <1>", "known": known})


def test_painted_panels_are_the_component_s() -> None:
    component = '{% for title, url in panels %}<c-panel url="{{ url }}" title="{{ title }}" />{% endfor %}'
    panels = [("Cases <1>", "/fleet/vessels/1/cases/?a=1&b=2"), ("Visits", "/visits/of/1/")]
    assert _same(component, "{% load painted %}{% panels_of panels %}", {"panels": panels})


def _same(component: str, painted: str, context: dict[str, Any]) -> bool:
    made = [
        engines["django"].from_string(CottonCompiler().process(one)).render(context)
        for one in (component, painted)
    ]
    one, other = (_plain(text).replace(' class=""', "") for text in made)
    return one == other
