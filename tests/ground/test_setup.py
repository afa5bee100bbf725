"""Set-up: each step runs once for what it is made from, and what is missing is one line."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.fingerprint import CHECKOUT

SETUP = CHECKOUT / "scripts" / "setup.py"


@pytest.fixture
def setup(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The set-up script as a module, with stamps of its own."""
    spec = importlib.util.spec_from_file_location("aftersail_setup", SETUP)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(module, "CHECKOUT", tmp_path)
    return module


def test_a_step_runs_again_only_when_its_source_changes_or_its_product_is_gone(
    setup: ModuleType, tmp_path: Path
):
    source, product = tmp_path / "source", tmp_path / "product"
    runs: list[str] = []

    def make() -> None:
        runs.append(source.read_text())
        product.touch()

    def step() -> int:
        setup.step("a step", [source], make, product)
        return len(runs)

    source.write_text("one")
    assert [step(), step()] == [1, 1]
    source.write_text("two")
    assert [step(), step()] == [2, 2]
    product.unlink()
    assert step() == 3


def test_a_step_that_fails_is_tried_again(setup: ModuleType):
    runs: list[int] = []

    def fail() -> None:
        runs.append(1)
        setup.stop("something is missing")

    for _ in range(2):
        with pytest.raises(SystemExit, match="setup: something is missing"):
            setup.step("a step", ["nothing"], fail)
    assert len(runs) == 2


def test_an_old_python_without_a_newer_one_beside_it_is_named_in_one_line(setup: ModuleType, monkeypatch):
    monkeypatch.setattr(setup, "OLDEST_PYTHON", (3, 99))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=re.escape("setup: Python 3.99 or newer is missing")):
        setup.use_a_new_enough_python()


def test_a_failed_command_shows_what_it_said_and_ends_with_the_hint(setup: ModuleType, capsys):
    with pytest.raises(SystemExit, match="setup: install it by hand"):
        setup.run([sys.executable, "-c", "raise SystemExit('no room on the disk')"], "install it by hand")
    assert "no room on the disk" in capsys.readouterr().err


def test_the_script_can_be_read_by_a_python_too_old_to_run_it():
    import ast

    ast.parse(SETUP.read_text(), feature_version=(3, 7))


def test_the_commands_of_a_node_wheel_call_its_scripts(setup: ModuleType, monkeypatch, tmp_path: Path):
    wheel = tmp_path / "wheel"
    (wheel / "bin").mkdir(parents=True)
    (wheel / "bin" / "node").write_text('#!/bin/sh\necho "node runs $*"\n')
    (wheel / "bin" / "node").chmod(0o755)
    monkeypatch.setattr(setup, "VENV", tmp_path)
    tools = setup.node_commands(wheel)
    told = subprocess.run([tools / "npm", "ci"], capture_output=True, text=True).stdout
    assert told == f"node runs {wheel}/lib/node_modules/npm/bin/npm-cli.js ci\n"


@pytest.mark.parametrize("path", sorted(CHECKOUT.glob("requirements*.txt")), ids=lambda p: p.name)
def test_requirement_files_pin_hashes_and_name_no_registry(path: Path):
    text = path.read_text()
    packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert packages
    assert all("==" in line and line.endswith("\\") for line in packages)
    assert "://" not in text
    assert "--index" not in text
