"""The dispatch board in a real browser: until it is quiet, how large it is, and its frames while it is scrolled and dragged across."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from statistics import median
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from bench.web.browse import FLAGS, NAMES, NODES, profile
from bench.web.rows import Goal, Report
from bench.web.stage import Stage

SMOOTH_MS = 33
"""A frame in 33 ms, thirty a second: nineteen of twenty must come within."""

QUIET_MS, MOST_NODES = 1500, 12_000
WATCH = """() => { window.frames_ms = []; let last = performance.now(); window.watching = true;
    const tick = now => { window.frames_ms.push(now - last); last = now; if (window.watching) requestAnimationFrame(tick); };
    requestAnimationFrame(now => { last = now; requestAnimationFrame(tick); }); }"""
SEEN = "() => { window.watching = false; return window.frames_ms }"
ENDED = """() => Math.max(...performance.getEntries().filter(e => e.responseEnd && !e.name.includes('/watch/')).map(e => e.responseEnd),
    performance.timing.loadEventEnd - performance.timing.navigationStart)"""
STEPS = 60


def board_browsed(stage: Stage, report: Report, view: dict[str, Any], times: int) -> Iterator[dict[str, Any]]:
    """Yield the browser's figures, medians of so many visits; nothing where this machine has no Chromium."""
    path = os.environ.get("AFTERSAIL_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        _visit(stage, browser, view)
        seen = [_visit(stage, browser, view) for _ in range(times)]
        browser.close()
    goals = {
        "quiet_ms": QUIET_MS,
        "dom_nodes": MOST_NODES,
        "frame_scrolling_p95_ms": SMOOTH_MS,
        "frame_dragging_p95_ms": SMOOTH_MS,
    }
    for metric in seen[0]:
        goal = Goal(goals[metric]) if metric in goals else None
        unit = "ms" if metric.endswith("_ms") else ""
        yield report.row(
            "dispatch board, browser", metric, median(one[metric] for one in seen), unit, goal=goal
        )


def _visit(stage: Stage, browser: Browser, view: dict[str, Any]) -> dict[str, float]:
    context = profile(stage, browser)
    page = context.new_page()
    page.goto(f"/dispatch/board/?{urlencode(view)}", wait_until="load")
    page.wait_for_selector("[data-plan-board][data-alive]")
    quiet, nodes = page.evaluate(ENDED), page.evaluate(NODES)
    scrolling, dragging = _scrolled(page), _dragged(page)
    context.close()
    found = {"quiet_ms": quiet, "dom_nodes": nodes}
    for name, frames in (("scrolling", scrolling), ("dragging", dragging)):
        ordered = sorted(frames)
        found[f"frame_{name}_p95_ms"] = ordered[int(0.95 * len(ordered))]
        found[f"frame_{name}_longest_ms"] = ordered[-1]
    return found


def _scrolled(page: Page) -> list[float]:
    """Roll the board by the wheel from its top to its bottom."""
    page.mouse.move(800, 600)
    page.evaluate(WATCH)
    for _step in range(STEPS):
        page.mouse.wheel(0, 160)
        page.wait_for_timeout(16)
    return list(page.evaluate(SEEN))


def _dragged(page: Page) -> list[float]:
    """Lift a card of the tray, wait for the verdicts, and lead it over rows and days."""
    page.evaluate("() => scrollTo(0, 0)")
    card = page.locator(".pb-card[draggable] .pb-facts").first
    card.scroll_into_view_if_needed()
    card.hover()
    page.mouse.down()
    lane = page.locator(".pb-row .pb-lane").first.bounding_box()
    assert lane is not None
    page.mouse.move(lane["x"] + 5, lane["y"] + 5, steps=4)
    page.wait_for_selector(".pb-judging")
    page.wait_for_timeout(600)  # from the tray the board rolls to whoever is proposed first
    page.evaluate(WATCH)
    for step in range(STEPS):
        across = lane["x"] + 10 + (lane["width"] - 20) * step / STEPS
        page.mouse.move(across, 250 + 400 * (step % 20) / 20)
        page.wait_for_timeout(16)
    frames = list(page.evaluate(SEEN))
    page.keyboard.press("Escape")
    page.mouse.up()
    return frames
