"""The law of chapters where no import shows it: foreign keys, and what every model says of itself."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

CHAPTERS = (
    "core",
    "people",
    "fleet",
    "supply",
    "intake",
    "cases",
    "dispatch",
    "visits",
    "care",
    "satisfaction",
    "scorecard",
)
"""The order of the story; people, fleet and supply stand in a row and may point at each other from left to right."""


def ours() -> list[type[models.Model]]:
    """Return every model of the product, with the tables made for many-to-many fields."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("aftersail.")
    ]


def test_every_chapter_with_models_has_its_place_in_the_story():
    assert {model._meta.app_label for model in ours()} <= set(CHAPTERS)


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
def test_a_foreign_key_points_to_the_same_or_an_earlier_chapter(model: type[models.Model]):
    place = CHAPTERS.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if field.is_relation and field.concrete and field.related_model is not None:
            target = field.related_model._meta.app_label
            assert target in CHAPTERS, (
                f"{model._meta.label}.{field.name} points outside the product, at {target}"
            )
            assert CHAPTERS.index(target) <= place, (
                f"{model._meta.label}.{field.name} points forward, at {target}"
            )


def test_every_model_says_who_may_see_its_rows():
    silent = [m._meta.label for m in ours() if not m._meta.auto_created and getattr(m, "reach", None) is None]
    assert silent == []


def test_a_model_that_everybody_may_read_says_why():
    thin = [
        m._meta.label for m in ours() if (r := getattr(m, "reach", None)) and r.shared and len(r.shared) < 10
    ]
    assert thin == []
