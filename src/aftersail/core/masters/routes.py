"""The API operations of a register: list, read, enter, change, remove; the same actions as the pages."""

# No postponed annotations here: ninja reads the signatures of functions that a decorator of another module wraps.
from typing import Annotated, Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from aftersail.core.api.envelope import JSON, Listing, Paging, listing, to_json
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.masters.declared import Master
from aftersail.core.masters.saving import change_record, enter_record, remove_record
from aftersail.core.masters.schemas import key_of, schema_change, schema_new, schema_out, values_in
from aftersail.core.masters.values import resolved
from aftersail.core.refusals import NotThere
from aftersail.core.search import found_ids

Words = Annotated[str, Query(max_length=200)]
Version = Annotated[int, Query(ge=1, le=2**31 - 1)]


def add_master(router: Router, master: Master) -> None:
    """Give a register its operations under `/{slug}` of the app's router."""
    _add_reading(router, master)
    _add_writing(router, master)


def _add_reading(router: Router, master: Master) -> None:
    scope = master.scope_to("read")

    def list_records(request: SignedInRequest, paging: Query[Paging], q: Words = "") -> HttpResponse:
        rows, paths = _readable(master, request)
        if q.strip():
            kind = master.model._meta.label_lower
            rows = (
                rows.filter(pk__in=found_ids(q, kind))
                if master.searched
                else rows.filter(_plain_words(master, q))
            )
        return listing(rows, paths, paging=paging, order="id")

    def read_record(request: SignedInRequest, pk: UUID) -> HttpResponse:
        return _answer(master, request, pk)

    _named(
        list_records, f"list_{master.app}_{master.slug}", "Records by id; `q` keeps those with all its words."
    )
    _named(read_record, f"read_{master.app}_{master.noun}", "One record.")
    out = schema_out(master.name)
    guard = audience(*master.readers, scope=scope)
    router.get(f"/{master.slug}", response=Listing[out])(guard(list_records))  # type: ignore[valid-type]
    router.get(f"/{master.slug}/{{uuid:pk}}", response=out)(guard(read_record))


def _add_writing(router: Router, master: Master) -> None:
    write_scope = master.scope_to("write")
    out, address = schema_out(master.name), f"/{master.slug}/{{uuid:pk}}"

    def enter(request: SignedInRequest, data: Any) -> HttpResponse:
        sent = data.dict()
        values = resolved(master, request.user, values_in(master, sent))
        record = enter_record(master, by=request.user, values=values, at=timezone.now(), record_id=sent["id"])
        return _answer(master, request, record.pk, status=201)

    def change(request: SignedInRequest, pk: UUID, data: Any) -> HttpResponse:
        record = _record(master, request, pk)
        sent = data.dict(exclude_unset=True)
        values = resolved(master, request.user, values_in(master, sent))
        change_record(
            master, by=request.user, record=record, values=values, at=timezone.now(), seen=sent["version"]
        )
        return _answer(master, request, pk)

    def remove(request: SignedInRequest, pk: UUID, version: Version) -> HttpResponse:
        record = _record(master, request, pk)
        remove_record(master, by=request.user, record=record, at=timezone.now(), seen=version)
        return HttpResponse(status=204)

    enter.__annotations__["data"] = schema_new(master.name)
    change.__annotations__["data"] = schema_change(master.name)
    _named(
        enter,
        f"enter_{master.app}_{master.noun}",
        "Enter a record; the same id again answers with the record made first.",
    )
    _named(
        change,
        f"change_{master.app}_{master.noun}",
        "Change fields of a record that is still at this version.",
    )
    _named(remove, f"remove_{master.app}_{master.noun}", "Remove a record that is still at this version.")
    guard = audience(*master.writers, scope=write_scope)
    router.post(f"/{master.slug}", response={201: out})(guard(enter))
    router.patch(address, response={200: out})(guard(change))
    if master.removable:
        router.delete(address, response={204: None})(guard(remove))


def _named(operation: Any, name: str, description: str) -> None:
    operation.__name__ = operation.__qualname__ = name.replace("-", "_")
    operation.__doc__ = description


def _record(master: Master, request: SignedInRequest, pk: UUID) -> Any:
    found = master.rows(request.user).filter(pk=pk).first()
    if found is None:
        raise NotThere([_("There is no such record, or it is not yours to see.")])
    return found


def _readable(master: Master, request: SignedInRequest) -> tuple[Any, dict[str, str]]:
    """The rows of a register that one may see, and where each value sent out is found."""
    rows = master.rows(request.user)
    paths = {"id": "id", "version": "version"}
    for field in master.model_fields():
        paths[key_of(field)] = field.attname
        if isinstance(field, models.ManyToManyField):
            linked = ArrayAgg(
                f"{field.name}__pk", filter=models.Q(**{f"{field.name}__isnull": False}), default=[]
            )
            rows, paths[field.name] = (
                rows.annotate(**{f"linked_{field.name}": linked}),
                f"linked_{field.name}",
            )
    return rows, paths


def _answer(master: Master, request: SignedInRequest, pk: UUID, status: int = 200) -> HttpResponse:
    rows, paths = _readable(master, request)
    row = rows.filter(pk=pk).values_list(*paths.values()).first()
    if row is None:
        raise NotThere([_("There is no such record, or it is not yours to see.")])
    return HttpResponse(to_json(dict(zip(paths, row, strict=True))), status=status, content_type=JSON)


def _plain_words(master: Master, words: str) -> models.Q:
    texts = [f.name for f in master.model_fields() if isinstance(f, models.CharField) and not f.choices]
    wanted = models.Q(pk__in=[])
    for name in texts:
        wanted |= models.Q(**{f"{name}__icontains": words.replace("\x00", "")})
    return wanted
