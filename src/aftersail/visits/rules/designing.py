"""Changing a form that is being designed, one step at a time, and telling two editions apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields as dataclass_fields
from dataclasses import replace

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Reason
from aftersail.visits.rules.definitions import Definition, Field, Section, Words


def with_section(definition: Definition, label: Words, party: str = "") -> Definition:
    """Return the form with another section at its end."""
    key = _free("s", {section.key for section in definition.sections})
    return replace(definition, sections=(*definition.sections, Section(key, label, (), party)))


def without_section(definition: Definition, key: str) -> Definition:
    """Return the form without a section and its lines."""
    return replace(definition, sections=tuple(one for one in definition.sections if one.key != key))


def with_heading(definition: Definition, key: str, label: Words, party: str) -> Definition:
    """Return the form with another heading, or another side that answers, of one section."""
    return _in_section(definition, key, lambda one: replace(one, label=label, party=party))


def with_field(definition: Definition, section: str, field: Field) -> Definition:
    """Return the form with another line at the end of a section; one without a key is given one."""
    if not field.key:
        field = replace(field, key=_free("f", {one.key for one in definition.fields}))
    return _in_section(definition, section, lambda one: replace(one, fields=(*one.fields, field)))


def with_changed_field(definition: Definition, key: str, field: Field) -> Definition:
    """Return the form with one line replaced where it stands."""
    return _everywhere(definition, lambda lines: tuple(field if one.key == key else one for one in lines))


def without_field(definition: Definition, key: str) -> Definition:
    """Return the form without one line."""
    return _everywhere(definition, lambda lines: tuple(one for one in lines if one.key != key))


def moved_field(definition: Definition, key: str, by: int) -> Definition:
    """Return the form with one line a place up (-1) or down (1); at the edge of its section into the next one."""
    places = [
        (s, f)
        for s, one in enumerate(definition.sections)
        for f, field in enumerate(one.fields)
        if field.key == key
    ]
    if not places:
        return definition
    section, place = places[0]
    rows = [list(one.fields) for one in definition.sections]
    field = rows[section].pop(place)
    target = place + by
    if target < 0 and section > 0:
        rows[section - 1].append(field)
    elif target > len(rows[section]) and section + 1 < len(rows):
        rows[section + 1].insert(0, field)
    else:
        rows[section].insert(max(0, min(target, len(rows[section]))), field)
    sections = tuple(replace(one, fields=tuple(rows[n])) for n, one in enumerate(definition.sections))
    return replace(definition, sections=sections)


def moved_section(definition: Definition, key: str, by: int) -> Definition:
    """Return the form with one section a place up (-1) or down (1)."""
    rows = list(definition.sections)
    place = next((n for n, one in enumerate(rows) if one.key == key), None)
    if place is None:
        return definition
    section = rows.pop(place)
    rows.insert(max(0, min(place + by, len(rows))), section)
    return replace(definition, sections=tuple(rows))


def changes_between(before: Definition | None, after: Definition) -> tuple[Reason, ...]:
    """Return what an edition changes against the one before, a sentence for each line and heading."""
    if before is None:
        return (_("First edition."),)
    return tuple(_changes(before, after)) or (_("Nothing is changed."),)


def _changes(before: Definition, after: Definition) -> Iterator[Reason]:
    if (before.label, before.phase) != (after.label, after.phase):
        yield format_lazy(_("Title: {title}"), title=after.label)
    old, new = {f.key: f for f in before.fields}, {f.key: f for f in after.fields}
    for key in [key for key in old if key not in new]:
        yield format_lazy(_("Removed: {line}"), line=old[key].label)
    for key, field in new.items():
        if key not in old:
            yield format_lazy(_("Added: {line}"), line=field.label)
        elif field != old[key]:
            parts = [
                one.name
                for one in dataclass_fields(field)
                if getattr(field, one.name) != getattr(old[key], one.name)
            ]
            yield format_lazy(_("Changed: {line} ({parts})"), line=field.label, parts=_named(parts))
    heads = [[(one.key, one.label, one.party) for one in form.sections] for form in (before, after)]
    if heads[0] != heads[1]:
        yield _("Sections were renamed, added, removed or moved.")
    kept = [[f.key for f in form.fields if f.key in old and f.key in new] for form in (before, after)]
    if kept[0] != kept[1]:
        yield _("Lines stand in another order.")


PARTS: dict[str, Reason] = {
    "kind": _("kind"), "label": _("text"), "hint": _("hint"), "unit": _("unit"), "low": _("low limit"), "high": _("high limit"),
    "options": _("answers"), "expects": _("answer that passes"), "required": _("required"), "show_if": _("when it shows"),
    "step": _("order of steps"), "point": _("stop"), "role": _("who signs"), "pair": _("before and after"),
    "follow_up": _("what follows from a failure"),
}  # fmt: skip


def _named(parts: list[str]) -> Reason:
    return format_lazy(", ".join(f"{{{n}}}" for n in range(len(parts))), *(PARTS[name] for name in parts))


def _free(stem: str, taken: set[str]) -> str:
    return next(key for n in range(1, len(taken) + 2) if (key := f"{stem}{n}") not in taken)


def _in_section(definition: Definition, key: str, change: Callable[[Section], Section]) -> Definition:
    sections = tuple(change(one) if one.key == key else one for one in definition.sections)
    return replace(definition, sections=sections)


def _everywhere(
    definition: Definition, change: Callable[[tuple[Field, ...]], tuple[Field, ...]]
) -> Definition:
    sections = tuple(replace(one, fields=change(one.fields)) for one in definition.sections)
    return replace(definition, sections=sections)
