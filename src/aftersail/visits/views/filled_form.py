"""One filled form as one page: its lines save themselves, sides sign one after the other, failed lines are followed up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.files import attachments
from aftersail.core.timeline import timeline
from aftersail.visits.actions import filling, form_signing
from aftersail.visits.actions.form_printing import print_filled
from aftersail.visits.actions.signing import Signed
from aftersail.visits.forms import (
    PHOTOS_AT_MOST,
    AddendumForm,
    FillForm,
    FormSignForm,
    HeadForm,
    ReasonForm,
    SettleForm,
)
from aftersail.visits.models import FilledForm
from aftersail.visits.permissions import FILLERS, FORM_READERS, may_correct_form, may_fill
from aftersail.visits.queries.forms import family_of_form, filled_by_id, newer_edition
from aftersail.visits.rules import filling as rules
from aftersail.visits.rules import sheets
from aftersail.visits.rules.definitions import Field
from aftersail.visits.rules.said_values import said_value
from aftersail.visits.states import FieldKind, FormSigner
from aftersail.visits.views.forms import as_pdf


@audience(*FORM_READERS)
@require_GET
def filled_form(request: SignedInRequest, filled_id: UUID) -> HttpResponse:
    """One filled form."""
    return shown(request, filled_by_id(request.user, filled_id))


def shown(request: SignedInRequest, found: FilledForm, status: int = 200, **forms: Any) -> HttpResponse:
    """Answer with the page of a form; `forms` replace the empty ones."""
    sheet = found.sheet()
    open_roles = [
        (role, FormSigner(role).label) for role in sheet.definition.roles if role not in sheet.signed
    ]
    account = request.user
    context = _lines(request, found, sheet, forms.pop("fill_form", None)) | {
        "roles": open_roles,
        "sign_form": FormSignForm(roles=open_roles, initial={"name": account.name}),
        "signatures": list(found.signatures.select_related("image")),
        "addenda": list(found.addenda.all()),
        "addendum_form": AddendumForm(),
        "head_form": HeadForm(initial={
            "version": found.version, "security_label": found.security_label, "software_version": found.software_version,
        }),
        "corrects": bool(may_correct_form(account, found)),
        "cancel_form": ReasonForm(prefix="cancel"),
        "settle_form": SettleForm(),
        "newer": newer_edition(found),
        "timeline": timeline(account, found),
    }  # fmt: skip
    return render(request, "visits/forms/filled.html", context | forms, status=status)


def _lines(
    request: SignedInRequest, found: FilledForm, sheet: sheets.Sheet, bound: FillForm | None = None
) -> dict[str, Any]:
    writes = bool(may_fill(request.user, found))
    lines, frozen = rules.visible_lines(sheet.definition, sheet.values), sheets.frozen_lines(sheet)
    form = bound or _fill_form(
        found, sheet, tuple(one for one in lines if one.key not in frozen) if writes else ()
    )
    followed = {one.line: one for one in found.follow_ups.select_related("item", "leftover")}
    places = [
        found,
        *([found.visit] if found.visit is not None else []),
    ]  # a photo from sea comes in as its visit's
    files = {one["id"]: one for place in places for one in attachments(request.user, place)}
    done, of = rules.completeness(sheet.definition, sheet.values, sheet.skipped)

    def row(field: Field) -> dict[str, Any]:
        value = found.values.get(field.key)
        return {
            "field": field, "bound": [form[name] for name in form.rows.get(field.key, ())], "said": said_value(field, value),
            "result": rules.judged(field, value) or ("skipped" if field.key in sheet.skipped else ""),
            "skip": found.skipped.get(field.key), "witness": found.witnessed.get(field.key), "frozen": field.key in frozen, "follow": followed.get(field.key),
            "attempts": [said_value(field, one) for one in found.attempts.get(field.key, [])],
            "photos": _photos(field, value, files) if field.kind == FieldKind.PHOTO else [],
        }  # fmt: skip

    rows = {field.key: row(field) for field in lines}
    return {
        "found": found, "form": form, "writes": writes, "done": done, "of": of, "follow_ups": list(followed.values()),
        "sections": [
            (one, [rows[field.key] for field in one.fields if field.key in rows]) for one in sheet.definition.sections
        ],
        "photo_lines": [rows[f.key] for f in lines if f.kind == FieldKind.PHOTO],
        "failed": [rows[f.key] for f in rules.failed_lines(sheet.definition, sheet.values)],
    }  # fmt: skip


def _photos(
    field: Field, value: Any, files: dict[Any, dict[str, Any]]
) -> list[tuple[str, list[dict[str, Any]]]]:
    piles = (value or {}) if field.pair else {"": value or []}
    moments = ("before", "after") if field.pair else ("",)
    return [
        (moment, [files[UUID(one)] for one in piles.get(moment, []) if UUID(one) in files])
        for moment in moments
    ]


def _fill_form(
    found: FilledForm, sheet: sheets.Sheet, lines: tuple[Field, ...], data: Any = None
) -> FillForm:
    return FillForm(
        data, definition=sheet.definition, lines=lines, kept=found.values, skipped=found.skipped, witnessed=found.witnessed,
        family=family_of_form(found),
        initial={"version": found.version},
    )  # fmt: skip


def _lines_sent(request: SignedInRequest, found: FilledForm, sheet: sheets.Sheet) -> FillForm:
    """Return the lines that stood on the page, as they were sent."""
    shows, frozen = rules.visible_lines(sheet.definition, sheet.values), sheets.frozen_lines(sheet)
    return _fill_form(found, sheet, tuple(one for one in shows if one.key not in frozen), request.POST)


@audience(*FILLERS)
@require_POST
def fill(request: SignedInRequest, filled_id: UUID) -> HttpResponse:
    """Save what was filled in so far; asked by the page itself after every change."""
    found = filled_by_id(request.user, filled_id)
    sheet = found.sheet()
    shows = rules.visible_lines(sheet.definition, sheet.values)
    form = _lines_sent(request, found, sheet)
    made = attempt(form, lambda typed: filling.put_values(
        by=request.user, form=found, values=form.values(), skips=form.skips(), witnesses=form.witnesses(), at=timezone.now(),
        seen=typed["version"],
    ))  # fmt: skip
    if "HX-Request" not in request.headers:
        return (
            redirect("visits:filled_form", found.pk)
            if made
            else shown(request, filled_by_id(request.user, filled_id), 422, fill_form=form)
        )
    if made is None:
        return render(request, "visits/forms/parts/_fill_refused.html", {"form": form}, status=422)
    after = found.sheet()
    same = [one.key for one in rules.visible_lines(after.definition, after.values)] == [
        one.key for one in shows
    ]
    context = _lines(request, found, after) | {"at": timezone.now(), "whole": not same}
    answer = render(request, "visits/forms/parts/_fill_saved.html", context)
    if not same:
        answer["HX-Retarget"], answer["HX-Reswap"] = "#form-lines", "outerHTML"
    return answer


@audience(*FILLERS)
@require_POST
def head(request: SignedInRequest, filled_id: UUID) -> HttpResponse:
    """Save security mark and software version."""
    found, form = filled_by_id(request.user, filled_id), HeadForm(request.POST)
    return _done(request, found, "head_form", form, lambda typed: filling.keep_head(
        by=request.user, form=found, security_label=typed["security_label"], software_version=typed["software_version"],
        at=timezone.now(), seen=typed["version"],
    ))  # fmt: skip


@audience(*FILLERS)
@require_POST
def retest(request: SignedInRequest, filled_id: UUID, line: str) -> HttpResponse:
    """Open a failed line for another test."""
    found = filled_by_id(request.user, filled_id)
    form = ReasonForm({"reason": "-"})
    return _done(request, found, "refused", form, lambda _t: filling.retest_line(
        by=request.user, form=found, key=line, at=timezone.now()
    ))  # fmt: skip


@audience(*FILLERS)
@require_POST
def follow_up(request: SignedInRequest, filled_id: UUID, line: str) -> HttpResponse:
    """Note on the spot what a failed line asks for."""
    found = filled_by_id(request.user, filled_id)
    form = ReasonForm({"reason": "-"})
    return _done(request, found, "refused", form, lambda _t: form_signing.raise_follow_up(
        by=request.user, form=found, key=line, at=timezone.now(), party=request.POST.get("party", "")[:120]
    ))  # fmt: skip


@audience(*FILLERS)
@require_POST
def settle(request: SignedInRequest, filled_id: UUID, follow_id: UUID) -> HttpResponse:
    """Note that a to-do of a form is done."""
    found, form = filled_by_id(request.user, filled_id), SettleForm(request.POST)
    follow = get_object_or_404(found.follow_ups.select_related("form", "item", "leftover"), pk=follow_id)
    return _done(request, found, "settle_form", form, lambda typed: form_signing.settle_follow_up(
        by=request.user, follow=follow, note=typed["note"], at=timezone.now()
    ))  # fmt: skip


@audience(*FILLERS)
@require_POST
def photo(request: SignedInRequest, filled_id: UUID, line: str) -> HttpResponse:
    """Keep photos for a line."""
    found, form = filled_by_id(request.user, filled_id), ReasonForm({"reason": "-"})

    def save(_typed: dict[str, Any]) -> bool:
        for upload in request.FILES.getlist("photos")[:PHOTOS_AT_MOST]:
            filling.add_form_photo(
                by=request.user,
                form=found,
                key=line,
                moment=request.POST.get("moment", ""),
                upload=upload,
                at=timezone.now(),
            )
        return True

    return _done(request, found, "refused", form, save)


@audience(*FILLERS)
@require_POST
def sign(request: SignedInRequest, filled_id: UUID) -> HttpResponse:
    """Take one side's signature under the form as it stands on the page, saved or not yet."""
    found, now = filled_by_id(request.user, filled_id), timezone.now()
    sheet = found.sheet()
    roles = [(role, FormSigner(role).label) for role in sheet.definition.roles if role not in sheet.signed]
    form, lines = FormSignForm(request.POST, roles=roles), _lines_sent(request, found, sheet)
    made = attempt(lines, lambda seen: attempt(form, lambda typed: form_signing.fill_and_sign(
        by=request.user, form=found, values=lines.values(), skips=lines.skips(), witnesses=lines.witnesses(),
        seen=seen["version"], at=now,
        signed=Signed(typed["role"], typed["name"], typed["image"], now, typed["post"]),
    )))  # fmt: skip
    if made is None:
        fresh = filled_by_id(request.user, filled_id)
        kept = {} if lines.is_valid() else {"fill_form": lines}
        return shown(request, fresh, 422, sign_form=form, refused=lines, **kept)
    return redirect("visits:filled_form", found.pk)


@audience(*FILLERS)
@require_POST
def form_addendum(request: SignedInRequest, filled_id: UUID) -> HttpResponse:
    """Add a correction beside a signed form."""
    found, form = filled_by_id(request.user, filled_id), AddendumForm(request.POST)
    return _done(request, found, "addendum_form", form, lambda typed: form_signing.add_form_addendum(
        by=request.user, form=found, at=timezone.now(), **typed
    ))  # fmt: skip


@audience(*FILLERS)
@require_POST
def cancel(request: SignedInRequest, filled_id: UUID) -> HttpResponse:
    """Give a form up; its number stays used."""
    found, form = filled_by_id(request.user, filled_id), ReasonForm(request.POST, prefix="cancel")
    return _done(request, found, "refused", form, lambda typed: filling.cancel_form(
        by=request.user, form=found, reason=typed["reason"], at=timezone.now()
    ))  # fmt: skip


@audience(*FORM_READERS)
@require_GET
def paper(request: SignedInRequest, filled_id: UUID) -> HttpResponse:
    """A filled form as it stands, as PDF in both languages."""
    found = filled_by_id(request.user, filled_id)
    return as_pdf(print_filled(found), f"{found.number}.pdf")


def _done(request: SignedInRequest, found: FilledForm, name: str, form: Any, call: Any) -> HttpResponse:
    if attempt(form, call) is None:
        return shown(request, filled_by_id(request.user, found.pk), 422, **{name: form})
    return redirect("visits:filled_form", found.pk)
