"""What an engineer takes to sea of forms: those of the visits, and the editions in which forms are begun on board."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from aftersail.core.models import Account
from aftersail.visits.models import FilledForm, Visit
from aftersail.visits.queries.forms import editions, forms_of_visit
from aftersail.visits.states import EditionState, FilledState, FormKind


def forms_to_take(account: Account, visit: Visit) -> QuerySet[FilledForm]:
    """Return the forms of a visit, those given up left out."""
    rows = forms_of_visit(account, visit).exclude(state=FilledState.VOID)
    return rows.prefetch_related("signatures", "addenda", "follow_ups__item", "follow_ups__leftover")


def editions_to_take(visits: Iterable[Visit], families: Iterable[UUID]) -> list[dict[str, Any]]:
    """Return the active editions of what is filled in on board, and every edition that a visit's form was begun in.

    Daily lists are a station's; a form of one product family goes only where such a unit is served.
    """
    used = FilledForm.objects.filter(visit__in=[visit.pk for visit in visits]).exclude(state=FilledState.VOID)
    begun = Q(state=EditionState.ACTIVE) & (Q(form__family=None) | Q(form__family__in=list(families)))
    rows = editions().filter((begun & ~Q(form__kind=FormKind.DAILY)) | Q(pk__in=used.values("edition_id")))
    return [
        {
            "id": one.pk, "code": one.form.code, "kind": one.form.kind, "number": one.number,
            "active": one.state == EditionState.ACTIVE, "content": one.schema,
        }
        for one in rows.order_by("form__kind", "form__code", "number")
    ]  # fmt: skip
