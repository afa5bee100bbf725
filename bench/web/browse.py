"""What a person waits for: the list and the board in a real browser, cold in a new profile and warm."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.web.rows import Goal, Report
from bench.web.stage import Stage

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
LOADED = (
    "() => { const n = performance.getEntriesByType('navigation')[0]; return n.loadEventEnd - n.startTime }"
)
NODES = "() => document.getElementsByTagName('*').length"
LIST, BOARD = "/cases/?open=1", "/cases/board/"
GOALS = {
    "cold_ms": 400,
    "transferred_kb": 150,
    "requests": 8,
    "warm_ms": 200,
    "quiet_ms": 800,
    "dom_nodes": 2500,
}


def browsed(stage: Stage, report: Report, times: int) -> Iterator[dict[str, Any]]:
    """Yield the browser's figures, medians of so many visits; nothing where this machine has no Chromium."""
    path = os.environ.get("AFTERSAIL_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        _visit(stage, browser)  # the first visit pays for the server's templates and the browser's own start
        lists = [_visit(stage, browser) for _ in range(times)]
        boards = [_board(stage, browser) for _ in range(times)]
        browser.close()
    for case, seen in (("list page, browser", lists), ("board page, browser", boards)):
        for metric in seen[0]:
            unit = {"ms": "ms", "kb": "kB"}.get(metric.rsplit("_", 1)[-1], "")
            goal = Goal(GOALS[metric]) if metric in GOALS else None
            yield report.row(case, metric, median(one[metric] for one in seen), unit, goal=goal)


def profile(stage: Stage, browser: Browser) -> BrowserContext:
    """Return a new profile in which the dispatcher is signed in."""
    context = browser.new_context(
        base_url=stage.web.address, locale="zh-CN", viewport={"width": 1440, "height": 900}
    )
    context.add_cookies([{"name": "sessionid", "value": stage.dispatcher.session, "url": stage.web.address}])
    return context


def _visit(stage: Stage, browser: Browser) -> dict[str, float]:
    """Open the list in a new profile, then again; return milliseconds, kB over the wire and requests of the cold visit."""
    context = profile(stage, browser)
    page, weighed = context.new_page(), Weighed()
    weighed.listen(page)
    page.goto(LIST, wait_until="networkidle")
    cold, kb, requests = page.evaluate(LOADED), weighed.kb, weighed.requests
    warm = []
    for _ in range(3):
        page.goto(LIST, wait_until="load")
        warm.append(page.evaluate(LOADED))
    context.close()
    return {"cold_ms": cold, "transferred_kb": kb, "requests": requests, "warm_ms": median(warm)}


def _board(stage: Stage, browser: Browser) -> dict[str, float]:
    """Open the board in a new profile; it is quiet when the last of its requests has been answered and it is drawn."""
    context = profile(stage, browser)
    page, weighed = context.new_page(), Weighed()
    weighed.listen(page)
    page.goto(BOARD, wait_until="networkidle")
    ended = "() => Math.max(...performance.getEntries().filter(e => e.responseEnd).map(e => e.responseEnd), performance.timing.loadEventEnd - performance.timing.navigationStart)"
    quiet, nodes = page.evaluate(ended), page.evaluate(NODES)
    context.close()
    return {
        "quiet_ms": quiet,
        "dom_nodes": nodes,
        "transferred_kb_board": weighed.kb,
        "requests_board": weighed.requests,
    }


class Weighed:
    """Counts what goes over the wire, heads and bodies as they are sent (compressed)."""

    def __init__(self) -> None:
        self.bytes, self.requests = 0, 0

    def listen(self, page: Page) -> None:
        """Ask the browser's own network log."""
        log = page.context.new_cdp_session(page)
        log.send("Network.enable")
        log.on("Network.requestWillBeSent", self._sent)
        log.on("Network.loadingFinished", self._finished)

    @property
    def kb(self) -> float:
        """Kilobytes (10^3) received."""
        return self.bytes / 1000

    def _sent(self, event: dict[str, Any]) -> None:
        self.requests += not event["request"]["url"].startswith("data:")

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])
