"""Consultants, partners and their papers as workbooks: what goes out comes back unchanged."""

from __future__ import annotations

import pytest

from tests.people.conftest import engaged_consultant, engaged_partner
from tests.round_trip import read_back

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "register",
    [
        "people.consultants",
        "people.consultant-specialities",
        "people.partners",
        "people.partner-scopes",
        "people.partner-qualifications",
        "people.partner-agreements",
    ],
)
def test_R21_R52_registers_go_out_to_a_workbook_and_come_back_unchanged(world, tmp_path, register):
    engaged_consultant(world)
    engaged_partner(world)
    file = tmp_path / "register.xlsx"
    rows, batch = read_back(register, file, language="zh-hans")
    assert batch.issues == []
    assert (batch.rows_in, batch.unchanged) == (rows, rows)
