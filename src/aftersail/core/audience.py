"""Who a page or route is for, declared where it is written and proved by the isolation matrix."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from aftersail.core.refusals import Forbidden
from aftersail.core.roles import Role

if TYPE_CHECKING:
    from aftersail.core.models import Account, ApiToken


class SignedInRequest(HttpRequest):
    """A request that `@audience` let through: somebody is signed in, perhaps by a token."""

    user: Account
    token: ApiToken | None


View = TypeVar("View", bound=Callable[..., Any])
EVERYONE = frozenset(Role)
GUESTS: frozenset[str] = frozenset({"guest"})
_scopes: set[str] = set()


def scopes_declared() -> frozenset[str]:
    """Return every scope that some page or route asks of a token, once the root addresses are loaded."""
    return frozenset(_scopes)


def audience(*roles: str, scope: str = "") -> Callable[[View], View]:
    """Let only people in these roles through; `audience(*GUESTS)` is open to the street.

    `scope` is what an API token must hold besides, such as `cases:write`.
    """
    allowed = frozenset(roles)
    if scope:
        _scopes.add(scope)

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if allowed == GUESTS:
                return view(request, *args, **kwargs)
            account = request.user
            if not account.is_authenticated:
                if request.path.startswith("/api/"):
                    return unauthorised()
                return redirect_to_login(request.get_full_path())
            if account.role_set.isdisjoint(allowed):
                raise Forbidden([_("This page is not for your role. Ask the administrator if you need it.")])
            token = getattr(request, "token", None)
            if token is not None and scope and scope not in token.scopes:
                raise Forbidden([_("The token lacks the scope %(scope)s.") % {"scope": scope}])
            return view(request, *args, **kwargs)

        guarded.audience = allowed  # type: ignore[attr-defined]
        guarded.scope = scope  # type: ignore[attr-defined]
        guarded.__signature__ = _resolved_signature(view)  # type: ignore[attr-defined]
        return cast("View", guarded)

    return decorate


def _resolved_signature(view: Callable[..., Any]) -> inspect.Signature:
    """Return the signature with its annotations looked up in the view's own module.

    The API framework would look them up in the module of the wrapper, this one, and not find them.
    """
    signature = inspect.signature(view)
    names = getattr(view, "__globals__", {})

    def resolved(annotation: Any) -> Any:
        if not isinstance(annotation, str):
            return annotation
        try:
            return eval(annotation, names)
        except NameError:  # imported for type checkers only
            return annotation

    parameters = [p.replace(annotation=resolved(p.annotation)) for p in signature.parameters.values()]
    return signature.replace(parameters=parameters)


def unauthorised() -> HttpResponse:
    """Return the answer to a program that did not say who it is (RFC 9457)."""
    from aftersail.core.problems import problem

    response = problem(401, _("Sign in, or send a token: Authorization: Bearer …"))
    response["WWW-Authenticate"] = "Bearer"
    return response
