"""A phone with the field app: a browser profile that outlives its window, on a line that can be cut."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Locator, Page, expect

from aftersail.web.demo.accounts import DEMO_PASSWORD
from tests.browser import FLAGS, chromium
from tests.field.line import Line

PIN = "246810"
PATIENCE_MS = 30_000


@dataclass
class Phone:
    """What an engineer holds in one hand; every script error and every breach of the policy is heard."""

    browser: Browser
    profile: Path
    line: Line
    locale: str = "zh-CN"
    width: int = 390
    height: int = 844
    flags: tuple[str, ...] = ()
    complaints: list[str] = field(default_factory=list)
    context: BrowserContext | None = None
    told: CDPSession | None = None
    page: Page = None  # type: ignore[assignment]

    def start(self, **options: Any) -> Page:
        """Open the app's window, as after a tap on its icon; what the profile keeps is there again."""
        self.context = self.browser.browser_type.launch_persistent_context(
            str(self.profile), executable_path=chromium(), headless=True, args=[*FLAGS, *self.flags], base_url=self.line.address, locale=self.locale,
            timezone_id="Asia/Shanghai", viewport={"width": self.width, "height": self.height}, has_touch=True, **options,
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda failure: self.complaints.append(str(failure.error)))
        if not self.line.whole:
            self.context.set_offline(True)
        self.page = self.context.pages[0]
        return self.page

    def stop(self) -> None:
        """Close the window, and the browser with it."""
        if self.context is not None:
            self.context.close()
            self.context = self.told = None

    def lose_network(self) -> None:
        """Sail out: the line is cut, and the browser knows."""
        self.line.cut()
        assert self.context is not None
        self.context.set_offline(True)

    def find_network(self) -> None:
        """Come back into reach, which the browser tells the app.

        A page that was loaded anew while offline has been told by none: there the emulation forgets what it had said.
        """
        self.line.mend()
        assert self.context is not None
        told = self.page.evaluate("!navigator.onLine")
        self.context.set_offline(False)
        if not told:
            self.page.evaluate("() => { dispatchEvent(new Event('online')); }")

    def fill_up(self) -> None:
        """Leave the browser no room to store anything for the app, as on a phone that is full.

        The browser asks for its room seldom: do this before the app is opened.
        """
        self._room({"quotaSize": 1})

    def free_room(self) -> None:
        """Give the browser its room back."""
        self._room({})

    def _room(self, quota: dict[str, int]) -> None:
        assert self.context is not None
        if self.told is None:  # what it tells the browser holds as long as it is there
            self.told = self.context.new_cdp_session(self.page)
        self.told.send("Storage.overrideQuotaForOrigin", {"origin": self.line.address, **quota})

    def sign_in(self, username: str = "engineer") -> None:
        """Sign in, choose a PIN, and wait until everything for sea is aboard."""
        page = self.page
        page.goto("/sign-in/?next=/field/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", DEMO_PASSWORD)
        page.locator("main form button[type=submit]").click()
        expect(page.locator("main.gate")).to_have_attribute("data-stage", "choose", timeout=PATIENCE_MS)
        self.choose_pin()
        self.taken_along()

    def choose_pin(self) -> None:
        """Set the PIN of the device."""
        self.page.fill("input[name=pin]", PIN)
        self.page.fill("input[name=pin_again]", PIN)
        self.page.locator("[data-do=start]").click()

    def taken_along(self) -> None:
        """Wait until visits are shown and the worker holds the app."""
        expect(self.page.locator("[data-list=visits] [data-visit]").first).to_be_visible(timeout=PATIENCE_MS)
        expect(self.page.locator("[data-taken]")).not_to_have_attribute("data-taken", "", timeout=PATIENCE_MS)
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def unlock(self, path: str = "/field/") -> None:
        """Open the app anew and unlock it."""
        self.page.goto(path)
        self.page.fill("input[name=pin]", PIN)
        self.page.locator("[data-do=unlock]").click()
        expect(self.page.locator("nav.tabs")).to_be_visible(timeout=PATIENCE_MS)

    def go(self, path: str) -> None:
        """Go to a screen by its address behind the #."""
        self.page.evaluate("path => { location.hash = path; }", path)

    def do(self, code: str) -> None:
        """Press the button of this code."""
        self.page.locator(f"[data-do={code}]").first.click()

    def section(self, visit: Any, code: str) -> Locator:
        """Open a section of a visit."""
        self.go(f"/visits/{visit}/{code}")
        return self.page.locator("main")

    def draw(self, role: str, strokes: int = 6) -> None:
        """Sign in the pad of a role."""
        pad = self.page.locator(f"[data-pad={role}]")
        pad.evaluate("pad => pad.scrollIntoView({block: 'center'})")
        box = pad.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        mouse.move(box["x"] + 20, box["y"] + 30)
        mouse.down()
        for n in range(1, strokes + 1):
            mouse.move(box["x"] + 20 + 30 * n, box["y"] + 30 + (60 if n % 2 else 5))
        mouse.up()

    def all_sent(self) -> None:
        """Wait until nothing is left on the device."""
        expect(self.page.locator(".sent-mark")).to_have_attribute("data-unsent", "0", timeout=60_000)

    def unsent(self, count: int) -> None:
        """Wait until so many commands and photos wait here."""
        expect(self.page.locator(".sent-mark")).to_have_attribute(
            "data-unsent", str(count), timeout=PATIENCE_MS
        )

    def _hear(self, message: ConsoleMessage) -> None:
        known = re.search(
            r"Failed to load resource|ERR_INTERNET_DISCONNECTED|An SSL certificate|service worker",
            message.text,
        )
        if message.type == "error" and not known:
            self.complaints.append(message.text)
