"""Consultants, partners and their papers as workbooks: what goes out comes back unchanged."""

from __future__ import annotations

import pytest
from django.utils import timezone

from aftersail.core.importing.from_file import import_content
from aftersail.core.scope import as_system
from aftersail.web.exporting import export_register
from tests.people.conftest import engaged_consultant, engaged_partner

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
    rows = export_register(register, file, language="zh-hans", filters={})
    with as_system():
        batch = import_content(
            by=None, register=register, name=file.name, content=file.read_bytes(), at=timezone.now(), dry_run=True
        ).batch  # fmt: skip
    assert batch.issues == []
    assert (batch.rows_in, batch.unchanged) == (rows, rows)
