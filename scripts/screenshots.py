"""Photograph every page of a running demo, or of its field app, in both languages and several widths; say what overflows.

    python scripts/screenshots.py http://127.0.0.1:8000 pictures/ [--only cases] [--as dispatcher] [--widths 1440,390]
    python scripts/screenshots.py http://127.0.0.1:8000 pictures/ --field [--widths 360,390,768]
    python scripts/screenshots.py http://127.0.0.1:8000 docs/pictures --readme

Every address without a parameter is visited by the role that may open it; addresses of single records are found by
following the first link of each list. A page that is wider than its window, that answers with an error, or whose
Chinese shows an English sentence of ours, is reported; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersail.web.settings")

import django
import field_screens
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

WIDTHS = (1440, 390)
LANGUAGES = ("zh-hans", "en")
SKIPPED = re.compile(
    r"sign-out|/i18n/|\.json|healthz|readyz|/read/|/drop/|/api/v1|template|/options/|export|/verify/|/part/|/board/(verdicts|map|watch)/|/plans/threats/|gallery|\.webp|/files/"
)
CHROMIUM = next(
    (
        p
        for p in (os.environ.get("AFTERSAIL_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/google-chrome")
        if p and Path(p).exists()
    ),
    None,
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

README = {
    "case": ("/cases/?state=on_site", "td.row-title a"),
    "board": ("/cases/board/", ""),
    "kpi": ("/kpi/", ""),
    "proposal": ("/dispatch/?state=approved&sort=-window_from", "td.row-title a"),
    "vessel": ("/fleet/vessels/", "td.row-title a"),
}
"""The README's pictures: the page, and the link to follow from it."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to be visited: its URL name, its address, and who opens it."""

    name: str
    path: str
    account: str


def plain_addresses() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield (name, path, audience) of every page that needs no parameter."""
    from django.urls import get_resolver
    from django.urls.resolvers import URLPattern, URLResolver

    def walk(
        patterns: list[URLPattern | URLResolver], prefix: str, space: str
    ) -> Iterator[tuple[str, str, frozenset[str]]]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, route, inner)
            elif "<" not in route and "(" not in route:
                yield (
                    f"{space}{pattern.name}",
                    "/" + route,
                    getattr(pattern.callback, "audience", frozenset()),
                )

    yield from walk(get_resolver().url_patterns, "", "")


def stops(wanted: str, as_account: str) -> list[Stop]:
    """Return the pages to visit, each with a demo account that may open it (the most telling first)."""
    from aftersail.web.demo.accounts import DEMO_ACCOUNTS

    found = []
    for name, path, audience in plain_addresses():
        if SKIPPED.search(path) or (wanted and wanted not in name):
            continue
        if audience == frozenset({"guest"}) or not audience:
            found.append(Stop(name, path, ""))
            continue
        fitting = [
            a.username
            for a in DEMO_ACCOUNTS
            if str(a.role.value) in audience and (not as_account or a.username == as_account)
        ]
        if fitting:
            found.append(Stop(name, path, fitting[0]))
    for account in DEMO_ACCOUNTS:
        if (not wanted or wanted in "web:home") and (not as_account or as_account == account.username):
            found.append(Stop(f"home-{account.username}", "/", account.username))
    return found


class Photographer:
    """Takes pictures and keeps what it finds wrong."""

    def __init__(self, browser: Browser, base: str, folder: Path, widths: Sequence[int] = WIDTHS) -> None:
        self.browser, self.base, self.folder, self.widths = browser, base.rstrip("/"), folder, widths
        self.faults: list[str] = []
        self.seen: set[str] = set()
        self.windows: dict[tuple[str, str, int], Page] = {}
        self.sessions: dict[tuple[str, str], list[dict[str, object]]] = {}

    def visit(self, stop: Stop, *, deeper: bool = True) -> None:
        """Photograph one page in both languages and widths, then the record behind the first link of its list."""
        links: list[str] = []
        tried = False
        for language in LANGUAGES:
            for width in self.widths:
                page = self._page(stop.account, language, width)
                if not tried and page.request.get(self.base + stop.path).status == 405:
                    return  # an address that only takes forms
                tried = True
                answer = page.goto(self.base + stop.path, wait_until="networkidle")
                self._open_panels(page)
                if answer is None or answer.status >= 400:
                    self.faults.append(
                        f"{stop.name} answers {answer.status if answer else 'nothing'} to {stop.account or 'a guest'}"
                    )
                self._judge(page, stop.name, language, width)
                page.screenshot(
                    path=str(self.folder / f"{_file(stop.name)}.{language[:2]}.{width}.png"), full_page=True
                )
                if deeper and not links:
                    links = page.eval_on_selector_all(
                        "td.row-title a, td a", "found => found.slice(0, 1).map(a => a.getAttribute('href'))"
                    )
        for link in links:
            shape = re.sub(r"[0-9a-f-]{36}", "ID", link)
            if link.startswith("/") and shape not in self.seen:
                self.seen.add(shape)
                self.visit(Stop(_file(shape), link, stop.account), deeper=False)

    def for_readme(self) -> None:
        """Photograph the five pages that the README shows, one window high, in English."""
        for name, (path, link) in README.items():
            context = self._context("dispatcher", "en", 1440)
            page = context.new_page()
            page.goto(self.base + path, wait_until="networkidle")
            if link:
                page.locator(link).first.click()
                page.wait_for_load_state("networkidle")
            page.screenshot(path=str(self.folder / f"{name}.png"))
            context.close()

    def field_app(self) -> None:
        """Photograph every screen of the field app."""
        for language in LANGUAGES:
            for width in self.widths:
                for page, name in field_screens.photograph(
                    self.browser, self.base, self.folder, language, width
                ):
                    self._judge(page, name, language, width)

    def _page(self, account: str, language: str, width: int) -> Page:
        """Return the window of an account, opened once."""
        key = (account, language, width)
        if key not in self.windows:
            self.windows[key] = self._context(account, language, width).new_page()
        return self.windows[key]

    def _open_panels(self, page: Page) -> None:
        """Scroll down once, so that panels that wait to be seen are filled."""
        waiting = page.locator("main .panel-wait:visible")
        if not waiting.count():
            return
        page.evaluate(
            "async () => { for (let y = 0; y < document.body.scrollHeight; y += 600) {"
            " window.scrollTo(0, y); await new Promise(requestAnimationFrame) } window.scrollTo(0, 0) }"
        )
        try:
            expect(waiting).to_have_count(0, timeout=15_000)
        except AssertionError:
            self.faults.append(f"{page.url} has a panel that stays empty")

    def _context(self, account: str, language: str, width: int) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN" if language == "zh-hans" else "en-GB"
        )
        context.add_cookies([{"name": "aftersail_language", "value": language, "url": self.base}])
        if account:
            key = (account, "")
            if key not in self.sessions:
                self.sessions[key] = self._sign_in(account)
            context.add_cookies(self.sessions[key])  # type: ignore[arg-type]
        return context

    def _sign_in(self, account: str) -> list[dict[str, object]]:
        from aftersail.web.demo.accounts import DEMO_PASSWORD

        context = self.browser.new_context()
        page = context.new_page()
        page.goto(self.base + "/sign-in/")
        page.fill("input[name=username]", account)
        page.fill("input[name=password]", DEMO_PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_load_state("networkidle")
        cookies = [c for c in context.cookies() if c["name"] == "sessionid"]
        context.close()
        if not cookies:
            raise SystemExit(f"{account} cannot sign in at {self.base}")
        return [{"name": c["name"], "value": c["value"], "url": self.base} for c in cookies]

    def _judge(self, page: Page, name: str, language: str, width: int) -> None:
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 1:
            self.faults.append(f"{name} ({language}, {width}) is {over} px wider than the window")
        if language == "zh-hans":
            text = page.inner_text("body")
            for sentence in sorted({line.strip() for line in text.splitlines()} & ours()):
                self.faults.append(f"{name} (zh, {width}) shows “{sentence}”")


_ours: set[str] = set()


def ours() -> set[str]:
    """Return the English strings of ours that have a different Chinese translation."""
    import polib

    if not _ours:
        root = Path(__file__).resolve().parent.parent / "src" / "aftersail"
        for catalogue in root.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"):
            _ours.update(
                entry.msgid
                for entry in polib.pofile(str(catalogue))
                if entry.msgstr and entry.msgid != entry.msgstr and len(entry.msgid) > 2
            )
    return _ours


def _file(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in text.split(","))


def main() -> int:
    """Take the pictures; return 1 when something is wrong on a page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--as", dest="account", default="")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--field", action="store_true", help="the field app instead of the desk")
    parser.add_argument("--widths", type=_numbers, default=(), help="in pixels, with commas between")
    wanted = parser.parse_args()
    django.setup()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        widths = wanted.widths or (field_screens.WIDTHS if wanted.field else WIDTHS)
        camera = Photographer(browser, wanted.base, wanted.folder, widths)
        if wanted.readme:
            camera.for_readme()
        elif wanted.field:
            camera.field_app()
        else:
            for stop in stops(wanted.only, wanted.account):
                camera.visit(stop)
        browser.close()
    print("\n".join(camera.faults) or "every page fits and is translated")
    return 1 if camera.faults else 0


if __name__ == "__main__":
    sys.exit(main())
