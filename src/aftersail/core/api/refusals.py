"""Errors of the API as problem documents (RFC 9457), field by field and in the reader's language."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from aftersail.core.audience import unauthorised
from aftersail.core.once import refusal_of_taken_id
from aftersail.core.problems import problem
from aftersail.core.refusals import status_of
from aftersail.core.verdicts import Refused

log = logging.getLogger(__name__)
SOURCES = {"body", "query", "path", "form", "file", "header", "cookie"}


class FieldProblem(Schema):
    """What is wrong with one field."""

    field: str
    reason: str


class Problem(Schema):
    """Why a request was refused (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    reasons: list[str] | None = None
    errors: list[FieldProblem] | None = None


def install(api: NinjaAPI) -> None:
    """Make the API answer every refusal as a problem document."""
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(Http404, _not_there)
    api.add_exception_handler(AuthenticationError, lambda request, exc: unauthorised())
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(Exception, _failed)


def _invalid(request: HttpRequest, exc: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(exc, ValidationError)
    errors = [{"field": _place(error["loc"]), "reason": reason_of(error)} for error in exc.errors]
    return problem(422, _("Some fields are missing or not valid."), errors=errors)


def _refused(request: HttpRequest, exc: Refused | type[Refused]) -> HttpResponse:
    assert isinstance(exc, Refused)
    reasons = [str(reason) for reason in exc.reasons]
    return problem(status_of(exc), " ".join(reasons), reasons=reasons)


def _not_there(request: HttpRequest, exc: Http404 | type[Http404]) -> HttpResponse:
    return problem(404, _("There is no such page or record, or it is not yours to see."))


def _http_error(request: HttpRequest, exc: HttpError | type[HttpError]) -> HttpResponse:
    assert isinstance(exc, HttpError)
    if exc.status_code == 403:
        return problem(
            403,
            _("The request lacks the secret of your session. Send the header X-CSRFToken, or use a token."),
        )
    if exc.status_code == 400:
        return problem(
            400,
            _("The body of the request cannot be read. Send valid JSON in UTF-8, without NUL characters."),
        )
    return problem(exc.status_code, exc.message)


def _failed(request: HttpRequest, exc: Exception | type[Exception]) -> HttpResponse:
    if isinstance(exc, Exception) and (refused := refusal_of_taken_id(exc)):
        return _refused(request, refused)
    log.exception("%s %s failed", request.method, request.path)
    return problem(
        500,
        _(
            "Something failed on our side. Nothing you sent was half-done. Try again; if it persists, tell the administrator."
        ),
    )


def _place(loc: tuple[Any, ...]) -> str:
    parts = [str(part) for part in loc]
    if parts and parts[0] in SOURCES:
        parts = parts[1:]
    # The framework names the whole body after the operation's parameter; senders know only their fields.
    return ".".join(parts[1:] if len(parts) > 1 and not parts[1].isdigit() else parts)


def reason_of(error: dict[str, Any]) -> str:
    """Return why a field is not valid, as a sentence."""
    context = error.get("ctx", {})
    kind = str(error.get("type", ""))
    reasons = {
        "missing": _("This field is required."),
        "string_type": _("Text is expected."),
        "string_too_long": _("At most %(max_length)s characters."),
        "string_too_short": _("At least %(min_length)s characters."),
        "string_pattern_mismatch": _("This is not written in the expected form."),
        "int_parsing": _("A whole number is expected."),
        "int_type": _("A whole number is expected."),
        "int_from_float": _("A whole number is expected."),
        "float_parsing": _("A number is expected."),
        "decimal_parsing": _("A number is expected."),
        "bool_parsing": _("Yes or no (true or false) is expected."),
        "greater_than_equal": _("At least %(ge)s is expected."),
        "greater_than": _("More than %(gt)s is expected."),
        "less_than_equal": _("At most %(le)s is expected."),
        "less_than": _("Less than %(lt)s is expected."),
        "literal_error": _("One of these is expected: %(expected)s."),
        "enum": _("One of these is expected: %(expected)s."),
        "list_type": _("A list is expected."),
        "too_long": _("At most %(max_length)s entries."),
        "too_short": _("At least %(min_length)s entries."),
        "extra_forbidden": _("There is no such field."),
        "model_attributes_type": _("An object with fields is expected."),
        "dict_type": _("An object with fields is expected."),
        "timezone_aware": _("A time needs its zone, such as 2026-03-04T09:30:00+08:00."),
    }
    if kind in reasons:
        return reasons[kind] % context if "%(" in reasons[kind] and context else reasons[kind]
    if kind.startswith("uuid"):
        return _("A UUID is expected.")
    if kind.startswith("datetime"):
        return _("A time is expected, such as 2026-03-04T09:30:00+08:00.")
    if kind.startswith("date"):
        return _("A day is expected, such as 2026-03-04.")
    if kind == "value_error" and isinstance(told := context.get("error"), ValueError):
        return str(told)
    return _("This is not valid.")
