"""The device's rules of forms, in the browser that runs them, by the very file by which the server's are checked."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.visits.test_form_vectors import VECTORS

FRONTEND = Path(__file__).parents[2] / "frontend"
FORMS = FRONTEND / "src" / "field" / "forms"
ADDRESS = "http://rules.test/"
BUILD = """
import {{ build }} from "vite";
await build({{ configFile: false, logLevel: "error", publicDir: false, build: {{
  outDir: {out}, lib: {{ entry: {entry}, formats: ["iife"], name: "forms", fileName: () => "forms.js" }} }} }});
"""
ENTRY = """
export * from "{forms}/rules";
export {{ definitionOf, rolesOf }} from "{forms}/definition";
"""
TOLD = """cases => cases.map(one => {
  const definition = forms.definitionOf(one.definition), skipped = new Set(one.skipped), signed = new Set(one.signed), witnessed = new Set(one.witnessed);
  const sheet = { definition, values: one.values, skipped, signed, witnessed };
  const keys = fields => fields.map(field => field.key);
  const shown = forms.visibleLines(definition, one.values);
  const ready = role => !signed.has(role) && Object.values(forms.lackingFor(sheet, role)).every(lines => lines.length === 0);
  return {
    shown: keys(shown),
    results: forms.results(definition, one.values, skipped),
    missing: Object.fromEntries(["begin", "work_done", "sign"].map(stage => [stage, keys(forms.missingLines(definition, one.values, skipped, stage))])),
    completeness: forms.completeness(definition, one.values, skipped),
    frozen: [...forms.frozenLines(sheet)].sort(),
    held: keys(shown.filter(field => field.step && forms.heldBy(sheet, field.key))),
    may_sign: forms.rolesOf(definition).filter(ready),
    closed: forms.isClosed(sheet),
  };
})"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Build the rules alone, as the app's own build does."""
    place = tmp_path_factory.mktemp("forms")
    entry = place / "entry.ts"
    entry.write_text(ENTRY.format(forms=FORMS))
    script = BUILD.format(out=json.dumps(str(place / "out")), entry=json.dumps(str(entry)))
    node = shutil.which("node")
    assert node is not None
    subprocess.run([node, "--input-type=module", "-e", script], cwd=FRONTEND, check=True)
    return (place / "out" / "forms.js").read_text()


@pytest.fixture
def rules_page(page: Page, bundle: str) -> Page:
    page.route(ADDRESS, lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.goto(ADDRESS)
    page.add_script_tag(content=bundle)
    return page


def test_R58_a_form_says_on_board_what_it_says_ashore(rules_page):
    cases = [one | {"definition": VECTORS["definitions"][one["definition"]]} for one in VECTORS["cases"]]
    found = rules_page.evaluate(TOLD, cases)
    assert len(found) == len(cases) > 20
    for case, told in zip(cases, found, strict=True):
        assert told == case["expected"], case["say"]
