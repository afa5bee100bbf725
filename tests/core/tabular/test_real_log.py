"""A real maintenance log of 5,485 work orders comes in whole: every row imported or refused with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from aftersail.core.tabular import Field, Key, Kind, Mapping, open_sheet, plan_import
from tests.core.tabular.builders import Units, feed

LOG = Path(__file__).parents[4] / "shared" / "data" / "uwa_excavators" / "excavators-cleaned.csv"
pytestmark = pytest.mark.skipif(
    not LOG.exists(), reason="the real log shared/data/uwa_excavators is not beside the repository"
)

FIELDS = (
    Field(name="equipment", label="Equipment", kind=Kind.REFERENCE, required=True),
    Field(name="happened_on", label="Date", kind=Kind.DATE, required=True),
    Field(name="text", label="Description", required=True, max_length=500),
    Field(name="work_type", label="Work type", max_length=30),
    Field(name="system", label="System", max_length=80),
    Field(name="failure_mode", label="Failure mode", max_length=80),
    Field(name="running_hours", label="Running hours", kind=Kind.DECIMAL, places=1, minimum=0),
    Field(name="cost_cny", label="Cost", kind=Kind.DECIMAL, places=2),
)
SOURCES = ("Asset", "BscStartDate", "OriginalShorttext", "PMType", "MajorSystem", "FM", "RunningTime", "Cost")


class Log(Units):
    fields = FIELDS

    def __init__(self) -> None:
        super().__init__([*"ABCDEFGH"])


def mapping() -> Mapping:
    feeds = {
        spec.name: feed(source, empty=frozenset({"NA"})) for spec, source in zip(FIELDS, SOURCES, strict=True)
    }
    return Mapping("maintenance", feeds, Key(repeats=True))


def test_every_work_order_is_imported_or_refused_with_its_reason():
    register = Log()
    sheet = open_sheet(LOG)
    plan = plan_import(sheet, mapping(), register)
    counts = plan.counts()
    assert counts["rows_in"] == sum(1 for _ in sheet.rows()) == 5485
    assert counts["created"] + counts["refused"] == 5485
    assert counts["created"] > 5400
    assert all(issue.message for issue in plan.issues())
    register.take(plan)
    again = plan_import(open_sheet(LOG), mapping(), register).counts()
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, counts["created"])


def test_the_same_log_in_another_encoding_means_the_same():
    register = Log()
    register.take(plan_import(open_sheet(LOG), mapping(), register))
    text = LOG.read_text(encoding="utf-8")
    other = text.encode("utf-16")
    assert plan_import(open_sheet(other), mapping(), register).counts()["created"] == 0
