"""A real browser for tests: the system's Chromium, a new profile for each page, no error overlooked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
HOW = "no Chromium for the browser tests: apt-get install chromium fonts-noto-cjk, or name one in AFTERSAIL_CHROMIUM"


def chromium() -> str | None:
    """Return the path of the system's Chromium; AFTERSAIL_CHROMIUM names another."""
    return os.environ.get("AFTERSAIL_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser process per worker."""
    path = chromium()
    if path is None or not Path(path).exists():
        pytest.exit(HOW, returncode=3)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def new_context(browser: Browser, live_server: object) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser profile of its own for each person of a story: `new_context(locale="en")`.

    The address of the live server is the base of every path. A script error or a breach of the content
    security policy on any page fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A refused form is answered 4xx by design, and the console calls that an error.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def open_context(**options: object) -> BrowserContext:
        wanted = {"base_url": str(live_server), "locale": "zh-CN", "timezone_id": "Asia/Shanghai"} | options
        context = browser.new_context(**wanted)
        context.set_default_timeout(20_000)
        context.on("console", hear)
        context.on("weberror", lambda failure: complaints.append(str(failure.error)))
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()
    assert not complaints, "the browser complained: " + "; ".join(complaints)


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page in a new profile, in Chinese, at a desk's size."""
    return new_context(viewport={"width": 1440, "height": 900}).new_page()
