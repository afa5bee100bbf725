"""Loads the demo: builds it in memory from a seed, writes it in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone, translation

from aftersail.core import shelf
from aftersail.core.models import AccessGrant, Organisation
from aftersail.core.scope import as_owner
from aftersail.fleet.models import Equipment
from aftersail.scorecard.actions import refresh_rollup
from aftersail.web.demo.access import give_access
from aftersail.web.demo.accounts import password_hash
from aftersail.web.demo.contractors import build_contractors
from aftersail.web.demo.doors_tale import call_the_program, tell_doors
from aftersail.web.demo.finding import index_everything
from aftersail.web.demo.growth import build_growth
from aftersail.web.demo.history import tell_history
from aftersail.web.demo.house import build_house
from aftersail.web.demo.papers import freeze_handovers, freeze_reports
from aftersail.web.demo.partners import build_partners
from aftersail.web.demo.rulebook import build_rules
from aftersail.web.demo.setting import Setting, setting_for
from aftersail.web.demo.ships import build_fleet
from aftersail.web.demo.stock import build_registers
from aftersail.web.demo.technical import build_technical
from aftersail.web.demo.telling import Tale
from aftersail.web.uncollected import uncollected

SEED = 20260101
TELLING_SHARE = 0.45
"""Of the time, the part spent on telling; the rest is writing."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What was loaded: rows by table name, and whether it was there already."""

    rows: dict[str, int]
    already_loaded: bool = False

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.rows.values())

    def __str__(self) -> str:
        return "already loaded" if self.already_loaded else f"{self.total} rows"


def is_loaded() -> bool:
    """Whether this installation holds data already, of the demo or of its own."""
    return Organisation.objects.exists()


def label_to_try() -> str:
    """Return the token of a QR label of the demo: the first radar aboard the ship of the crew account."""
    grant = AccessGrant.objects.get(account__username="crew", kind="vessel")
    return str(Equipment.objects.get(vessel=grant.target_id, function_code="RAD.01").label_token)


@uncollected()
def load_demo(
    *, seed: int = SEED, today: date | None = None, progress: Progress | None = None, scale: float = 1.0
) -> DemoSummary:
    """Load the demo, all of it or nothing; an installation that holds data is left alone.

    seed: the same seed and `today` give the same rows, ids included. today: the history ends at nine o'clock of that
    day; by default at the last full hour. scale: 1 makes about 8,000 cases; the fleet is the same at every scale.
    """
    say = progress or (lambda _what, _share: None)
    if is_loaded():
        return DemoSummary({}, already_loaded=True)
    tale = build(seed=seed, today=today, scale=scale, progress=say)
    sheet = tale.stage.sheet
    for picture in tale.pictures:
        shelf.put(picture.content)
    with transaction.atomic():
        written = 0

        def wrote(rows: int) -> None:
            nonlocal written
            written += rows
            say("writing", TELLING_SHARE + (1 - TELLING_SHARE) * written / len(sheet))

        for model in sheet.rows:
            sheet.write(model, wrote)
        freeze_reports(tale)
        freeze_handovers(tale)
        call_the_program(tale)
    _analyse()
    refresh_rollup(at=timezone.now(), everything=True)
    say("done", 1.0)
    return DemoSummary({model._meta.label_lower: len(rows) for model, rows in sheet.rows.items()})


@uncollected()
def build(*, seed: int, today: date | None, scale: float, progress: Progress) -> Tale:
    """Build the demo in memory, without a database."""
    stage = setting_for(seed, today, timezone.now())
    with translation.override("zh-hans"):
        progress("masters", 0.0)
        _masters(stage)
        tale = tell_history(
            stage, scale, lambda share: progress("history", 0.02 + (TELLING_SHARE - 0.07) * share)
        )
        give_access(tale)
        tell_doors(tale)
        progress("search", TELLING_SHARE - 0.05)
        index_everything(tale)
    return tale


def _masters(stage: Setting) -> None:
    secret = password_hash()
    build_house(stage, secret)
    build_growth(stage)
    build_registers(stage)
    build_partners(stage, secret)
    build_contractors(stage, secret)
    build_rules(stage)
    build_fleet(stage, secret)
    build_technical(stage)


def _analyse() -> None:
    """Tell the planner what the tables hold now, before anybody opens a page."""
    with as_owner(), connection.cursor() as cursor:  # other roles may not: PostgreSQL skips their tables
        cursor.execute("analyze")
