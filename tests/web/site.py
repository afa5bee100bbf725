"""The product on a port, with the history of the isolation tests in its database: a record for every address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import connections
from django.http import HttpResponseBase
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from aftersail.core.models import Account
from aftersail.core.scope import as_system
from aftersail.web.demo.small import load_small
from tests.databases import Databases
from tests.isolation.history import History, tell_history
from tests.isolation.reach import ONLY_A, REACHED
from tests.isolation.records import values_for
from tests.isolation.routes import Route
from tests.undone import undone
from tests.web.audit import TALL

BACKEND = "aftersail.core.signin.PasswordBackend"
LANGUAGES = {"zh-hans": "zh-CN", "en": "en-GB"}
GUEST = "guest"
Look = tuple[str, Literal["light", "dark"]]
"""A language and a theme."""


@dataclass
class Site:
    """A running product, and who may open what of it."""

    history: History
    address: str
    browser: Browser
    clients: dict[str, Client] = field(default_factory=dict)
    windows: dict[tuple[str, Look], Page] = field(default_factory=dict)

    def client(self, name: str) -> Client:
        """Return a client that is signed in as this account."""
        if name not in self.clients:
            client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
            if name != GUEST:
                with as_system():
                    account = Account.objects.get(pk=self.history.accounts[name].pk)
                    client.force_login(account, backend=BACKEND)
            self.clients[name] = client
        return self.clients[name]

    def window(self, name: str, look: Look) -> Page:
        """Return the window of an account in a language and a theme."""
        if (name, look) not in self.windows:
            language, scheme = look
            opened = self.browser.new_context(
                base_url=self.address, viewport=TALL, locale=LANGUAGES[language], timezone_id="Asia/Shanghai",
                color_scheme=scheme, reduced_motion="reduce",
            )  # fmt: skip
            cookies = {"aftersail_language": language}
            if name != GUEST:
                cookies["sessionid"] = self.client(name).cookies["sessionid"].value
            opened.add_cookies([{"name": n, "value": v, "url": self.address} for n, v in cookies.items()])
            self.windows[name, look] = opened.new_page()
        return self.windows[name, look]

    def readers(self, route: Route) -> list[str]:
        """Return the accounts that the route lets in, or the guest."""
        if route.is_public:
            return [GUEST]
        return [n for n in REACHED if (route.audience or set()) & set(self.history.accounts[n].roles)]

    def url(self, route: Route, name: str) -> str:
        """Return the address of a record that the account reaches."""
        side = self.history.sides[(REACHED.get(name) or ONLY_A)[0]]
        return route.url(**values_for(route, self.history, side, "crew" if name == GUEST else name))

    def ask(self, route: Route, name: str) -> HttpResponseBase:
        """Return what the address answers to this account, without a browser."""
        return self.client(name).get(self.url(route, name))


@contextmanager
def opened_site(browser: Browser, databases: Databases) -> Iterator[Site]:
    """Tell the history, serve it, and put a fresh database in its place afterwards."""
    with undone(), as_system():  # a block in which the tests' database takes every scope; it is committed
        history = tell_history(load_small())
    server = LiveServer("127.0.0.1")
    server._live_server_modified_settings.enable()
    site = Site(history, str(server), browser)
    try:
        yield site
    finally:
        for window in site.windows.values():
            window.context.close()
        server.stop()
        server._live_server_modified_settings.disable()
        connections.close_all()
        databases.clone()


def is_whole_page(answer: Any) -> bool:
    """Whether it is a page to open in a window: not a part of one, a file, or a refusal."""
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and html and b"<html" in b"".join(answer)[:2000]
