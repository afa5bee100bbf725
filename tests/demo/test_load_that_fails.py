"""A demo whose loading fails leaves nothing behind."""

from __future__ import annotations

from datetime import date

import pytest

from aftersail.core.scope import as_system
from aftersail.web.demo import load

TODAY = date(2026, 5, 20)


def test_a_load_that_fails_leaves_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_tale: object) -> int:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(load, "freeze_reports", fail)
    with as_system():
        with pytest.raises(RuntimeError, match="disk"):
            load.load_demo(seed=7, today=TODAY, scale=0.02)
        assert not load.is_loaded()
