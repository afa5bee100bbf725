"""A slow phone without a network: Chromium throttled four times, the app opened from what it kept."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from uuid import UUID

from playwright.sync_api import CDPSession, Page, sync_playwright

from aftersail.web.demo.accounts import DEMO_PASSWORD
from tests.browser import FLAGS, chromium

PIN = "246810"
SLOWER = 4
PATIENCE_MS = 120_000
WATCH = """([act, wanted, path]) => new Promise(done => {
  const begun = performance.now();
  const look = () => document.querySelector(wanted)
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)))
    : requestAnimationFrame(look);
  if (act === "unlock") document.querySelector("[data-do=unlock]").click();
  else location.hash = path;
  look();
})"""
LOADED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()"


def timed(port: int, profile: Path, visit: UUID, ship: UUID, runs: int) -> dict[str, float]:
    """Return medians in ms and the size taken along in MB.

    A cold start is a new page: until the gate is painted, and from the PIN's button until visits are shown. The time
    somebody takes to type the PIN is theirs.
    """
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=chromium(), headless=True, args=FLAGS, base_url=f"http://127.0.0.1:{port}", locale="zh-CN",
            viewport={"width": 390, "height": 844},
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        page = context.pages[0]
        _set_up(page)
        page.locator(f"[data-visit='{visit}']").wait_for()
        page.locator("[data-do=refresh]:not(:disabled)").wait_for()
        mb = float(page.locator(".pack-line .soft").inner_text().split(" MB")[0].split()[-1])
        context.set_offline(True)
        starts, visits, trees = [], [], []
        for _n in range(runs):
            page.close()
            page = context.new_page()
            _slowed(context.new_cdp_session(page))
            page.goto("/field/")
            page.locator("input[name=pin]").fill(PIN)
            gate = float(page.evaluate(LOADED))
            starts.append(gate + float(page.evaluate(WATCH, ["unlock", f"[data-visit='{visit}']", ""])))
            visits.append(float(page.evaluate(WATCH, ["go", "[data-section=tree]", f"/visits/{visit}"])))
            trees.append(float(page.evaluate(WATCH, ["go", "[data-unit]", f"/ships/{ship}/{visit}"])))
        context.close()
    return {"mb": mb, "start_ms": median(starts), "visit_ms": median(visits), "tree_ms": median(trees)}


def _set_up(page: Page) -> None:
    page.goto("/sign-in/?next=/field/")
    page.fill("input[name=username]", "engineer")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.fill("input[name=pin]", PIN)
    page.fill("input[name=pin_again]", PIN)
    page.locator("[data-do=start]").click()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def _slowed(devtools: CDPSession) -> None:
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
