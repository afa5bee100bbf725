"""What a register exports, it takes back without a change."""

from __future__ import annotations

import pytest

from aftersail.core.masters import masters
from aftersail.core.verdicts import Refused
from aftersail.web.exporting import export_register
from tests.round_trip import read_back

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "register", ["fleet.vessels", "fleet.equipment", "people.staff", "people.ports", "supply.parts"]
)
@pytest.mark.parametrize(("ending", "language"), [("xlsx", "zh-hans"), ("csv", "en")])
def test_an_export_imported_again_changes_nothing(world, tmp_path, register, ending, language):
    file = tmp_path / f"register.{ending}"
    rows, batch = read_back(register, file, language=language)
    assert batch.issues == []
    assert (batch.rows_in, batch.unchanged) == (rows, rows)


def test_every_register_that_is_kept_by_hand_goes_out_to_excel_and_comes_back_unchanged(world, tmp_path):
    wrong = []
    for master in masters():
        file = tmp_path / f"{master.name}.xlsx"
        rows, batch = read_back(master.name, file, language="zh-hans")
        if batch.issues or (batch.rows_in, batch.unchanged) != (rows, rows):
            wrong.append((master.name, rows, batch.unchanged, batch.issues[:2]))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_filter_keeps_its_rows_and_a_wrong_one_is_refused(world, tmp_path):
    file = tmp_path / "v.csv"
    assert (
        export_register("fleet.vessels", file, language="en", filters={"customer": world.customer.code}) == 2
    )
    for register, filters in (("fleet.vessels", {"nothing": "1"}), ("no.such", {})):
        with pytest.raises(Refused):
            export_register(register, file, language="en", filters=filters)
