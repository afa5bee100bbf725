"""Putting the forms that ship with the product into the house: those that are missing, none is overwritten (R65)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from aftersail.core.ids import new_id
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.visits.actions.form_editions import put_in_force, require_designer
from aftersail.visits.events import FormsLoaded
from aftersail.visits.models import FormDefinition, FormEdition
from aftersail.visits.rules.definitions import Definition
from aftersail.visits.rules.form_notation import read_notation
from aftersail.visits.rules.form_schema import to_schema

SHELF = Path(__file__).parent.parent / "form_library"


def shipped_forms() -> Iterator[Definition]:
    """Yield every form that ships with the product."""
    for file in sorted(SHELF.glob("*.toml")):
        yield read_notation(file.read_text(encoding="utf-8"))


@transaction.atomic
def load_form_library(*, by: Account | None, at: datetime) -> int:
    """Add the shipped forms that the house does not have, active at once; returns how many. `by` None is the installation."""
    if by is not None:
        require_designer(by)
    known = set(FormDefinition.objects.values_list("code", flat=True))
    made = []
    for definition in shipped_forms():
        if definition.code in known:
            continue
        form = FormDefinition.objects.create(
            code=definition.code,
            kind=definition.kind,
            title=definition.label.zh,
            title_en=definition.label.en,
            phase=definition.phase,
        )
        edition = FormEdition(id=new_id(), form=form, number=1, schema=to_schema(definition), drafted_by=by)
        edition.save(force_insert=True)
        put_in_force(edition, by=by, note="", at=at)
        made.append(form)
    if made:
        record(FormsLoaded(count=len(made)), by=by, about=made[0], at=at)
    return len(made)
