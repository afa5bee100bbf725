"""What happens around every request: whose eyes are used, and how a refusal is told."""

from __future__ import annotations

import gzip
import re
import secrets
from collections.abc import Callable

from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from aftersail.core.audience import unauthorised
from aftersail.core.doors.entering import TWO_STEPS
from aftersail.core.doors.factors import has_one, must_have_one
from aftersail.core.errors import not_found, refusal
from aftersail.core.once import refusal_of_taken_id
from aftersail.core.problems import problem
from aftersail.core.refusals import status_of
from aftersail.core.scope import NOTHING, WHICHEVER, entered
from aftersail.core.tokens import token_in_force
from aftersail.core.verdicts import Refused

BAD_REQUEST = 400
ACCEPTS_GZIP = re.compile(r"\bgzip\b")
NAMED = 8
"""The bit of a gzip header that says a file name follows (RFC 1952)."""
Answer = Callable[[HttpRequest], HttpResponse]


class PolicyMiddleware:
    """Tells the browser what a page may load: always the same, so it is put into words once."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; an answer that states a stricter policy of its own keeps it."""
        answer = self.get_response(request)
        answer.headers.setdefault("Content-Security-Policy", self.policy)
        return answer


class ReachMiddleware:
    """Works each request under the scope of who sent it; programs come with a token."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Enter the scope of the account, around everything that follows."""
        bearer = request.headers.get("Authorization", "")
        with entered(WHICHEVER):
            if bearer.startswith("Bearer ") and request.path.startswith("/api/"):
                token = token_in_force(bearer.removeprefix("Bearer ").strip())
                if token is None:
                    return unauthorised()
                request.token, request.user = token, token.account  # type: ignore[attr-defined]
                request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
            scope = request.user.scope() if request.user.is_authenticated else NOTHING
        with entered(scope):
            return self.get_response(request)


class SecondFactorMiddleware:
    """Sends people whose role must have a second factor to where they add one, until they have come in with it.

    Programs with a token are not asked: their keys are long and random.
    """

    OPEN = ("/account/security/", "/sign-in/", "/sign-out/", "/i18n/", "/static/")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through who needs no second factor or came in with one."""
        account = request.user
        if not account.is_authenticated:
            return self.get_response(request)
        asked = (
            getattr(request, "token", None) is None
            and must_have_one(account)
            and not request.session.get(TWO_STEPS)
        )
        if not asked or request.path.startswith(self.OPEN):
            return self.get_response(request)
        if has_one(account):  # added elsewhere since: this session shows it by coming in again
            logout(request)
            return unauthorised() if request.path.startswith("/api/") else redirect("core:sign_in")
        told = _("Your role must have a second factor. Add one under My account, Security.")
        if request.path.startswith("/api/") or "HX-Request" in request.headers:
            return problem(403, told)
        return redirect("core:security")


class CompressionMiddleware:
    """Compresses pages and lists, which ships pay for by the byte; files are compressed already, or do not shrink.

    A page of 55 kB becomes 10 kB for 0.13 ms; the usual level 6 takes 0.57 ms for 9 kB. A file name of random length in the
    header keeps secrets from being guessed by the answer's length (BREACH), as Django's own middleware does.
    """

    LEVEL = 3
    SHORTEST = 200
    PADDING = 100

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Compress what is text, unless it is short or sent piece by piece."""
        answer = self.get_response(request)
        kind = answer.headers.get("Content-Type", "").split(";")[0]
        textual = kind.startswith("text/") or kind.endswith("json")
        if answer.streaming or not textual or len(answer.content) < self.SHORTEST:
            return answer
        if answer.has_header("Content-Encoding"):
            return answer
        patch_vary_headers(answer, ("Accept-Encoding",))
        if not ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")):
            return answer
        answer.content = self._compressed(answer.content)
        answer.headers["Content-Length"] = str(len(answer.content))
        answer.headers["Content-Encoding"] = "gzip"
        if (tag := answer.headers.get("ETag", "")).startswith('"'):
            answer.headers["ETag"] = f"W/{tag}"  # a strong one would promise the same bytes
        return answer

    def _compressed(self, content: bytes) -> bytes:
        packed = gzip.compress(content, self.LEVEL, mtime=0)
        padding = b"a" * secrets.randbelow(self.PADDING + 1) + b"\0"
        return packed[:3] + bytes((NAMED,)) + packed[4:10] + padding + packed[10:]


class RefusalMiddleware:
    """Turns a refusal into a page or a problem document with every reason."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; a bare error of the API becomes a problem document."""
        if (
            "\x00" in request.path_info
        ):  # no record, label or code has such a name, and PostgreSQL refuses to look
            return not_found(request)
        answer = self.get_response(request)
        if answer.status_code < BAD_REQUEST or not request.path.startswith("/api/"):
            return answer
        if answer.headers.get("Content-Type", "").startswith("application/problem+json"):
            return answer
        told = problem(
            answer.status_code, _("The request could not be carried out: %s.") % answer.reason_phrase
        )
        if "Allow" in answer.headers:
            told["Allow"] = answer["Allow"]
        return told

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a `Refused` that no view handled; leave everything else to Django."""
        refused = exception if isinstance(exception, Refused) else refusal_of_taken_id(exception)
        if refused is None:
            return None
        return refusal(request, status_of(refused), [str(reason) for reason in refused.reasons])


class LanguageMiddleware:
    """Speaks the language kept on the account to people whose browser has not chosen one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Speak the account's language unless the browser chose one."""
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            with entered(WHICHEVER):
                language = request.user.language if request.user.is_authenticated else ""
            if language:
                translation.activate(language)
                request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
