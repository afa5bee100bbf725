"""Every address of the product, read from the URLconf and the API, with the audience that each declares."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|{(?:\w+:)?(\w+)}")


@dataclass(frozen=True)
class Route:
    """One page (all its methods) or one operation of the API.

    path: with `{parameter}` for what varies. methods: empty for a page, which says itself what it takes.
    audience: None where the view declares none.
    """

    name: str
    path: str
    methods: tuple[str, ...]
    audience: frozenset[str] | None
    body: Callable[[], dict[str, Any]] | None = None

    @property
    def is_api(self) -> bool:
        """Whether programs use it."""
        return self.path.startswith("/api/v1/") and bool(self.methods)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of what varies in the path, in order."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def is_public(self) -> bool:
        """Whether people may come in from the street."""
        return self.audience == frozenset({"guest"})

    def url(self, **values: Any) -> str:
        """Return the address of one record."""
        return self.path.format(**values)

    def __str__(self) -> str:
        return f"{'/'.join(self.methods) or 'PAGE'} {self.path}"


def audience_of(view: Any) -> frozenset[str] | None:
    """Return the declared audience, through whatever decorators were put around it."""
    while view is not None:
        if (found := getattr(view, "audience", None)) is not None:
            return frozenset(found)
        view = getattr(view, "__wrapped__", None)
    return None


def pages() -> Iterator[Route]:
    """Yield every page; the API's operations share addresses and are told by `operations`."""
    for path, name, view in _patterns(get_resolver(), "/", ()):
        if not name.startswith("api:"):
            yield Route(name or path, _braces(path), (), audience_of(view))


def operations() -> Iterator[Route]:
    """Yield every operation of the API, with what its body must look like."""
    from aftersail.web.api import api

    described = api.get_openapi_schema(path_prefix="/api/v1/")
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            full = (
                re.sub(r"/{2,}", "/", f"/api/v1/{prefix}/{path}")
                if path
                else re.sub(r"/{2,}", "/", f"/api/v1/{prefix}")
            )
            full = _braces(full)
            for operation in view.operations:
                for method in operation.methods:
                    yield Route(
                        f"{method} {full}", full, (method,), audience_of(operation.view_func),
                        body=_body_of(described, full, method),
                    )  # fmt: skip


def _body_of(described: dict[str, Any], path: str, method: str) -> Callable[[], dict[str, Any]]:
    """Return a getter of the operation's description; KeyError there means that the API hides an operation."""
    return lambda: described["paths"][path][method.lower()] | {"components": described["components"]}


def _patterns(resolver: URLResolver, prefix: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str, Any]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _patterns(pattern, path, inner)
        elif isinstance(pattern, URLPattern):
            yield (
                path,
                ":".join([*spaces, pattern.name or ""]),
                inspect.unwrap(pattern.callback, stop=_declares),
            )


def _declares(view: Any) -> bool:
    return getattr(view, "audience", None) is not None


def _braces(path: str) -> str:
    return PARAMETER.sub(lambda found: "{" + (found[1] or found[2]) + "}", path)
