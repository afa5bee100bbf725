"""Imports are all or nothing, hostile files leave no trace, undo restores exactly."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils import timezone
from django.utils.translation import override
from openpyxl import Workbook

from aftersail.core.importing import importable_named, importables
from aftersail.core.importing.batches import undo_import
from aftersail.core.importing.from_file import import_content, parse_import_file
from aftersail.core.importing.queries import refused_workbook
from aftersail.core.models import ImportBatch, ImportedRow, LogEntry, SearchEntry
from aftersail.core.scope import as_system, entered
from aftersail.core.tabular import template_workbook
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import Equipment, MaintenanceRecord, Vessel
from aftersail.people.models import Certificate, CertificateKind, Port

pytestmark = pytest.mark.django_db
VESSELS = "hull_code,name,customer,imo_number,lies_at\nZZ-0001,海一,{c},9074729,{p}\nZZ-0002,海二,{c},,{p}\n"


def vessels_csv(world, text=VESSELS) -> bytes:
    return text.format(
        c=world.customer.code,
        p=world.ports["青岛"].code if "青岛" in world.ports else Port.objects.first().code,
    ).encode()


def bring_in(by, content: bytes, register: str = "fleet.vessels", **options):
    with entered(by.scope()), override("en"):
        return import_content(
            by=by, register=register, name="file.csv", content=content, at=timezone.now(), **options
        )


def everything_stored() -> tuple[int, ...]:
    with as_system():
        return tuple(
            m._base_manager.count()
            for m in (Vessel, Equipment, MaintenanceRecord, LogEntry, SearchEntry, ImportedRow)
        )


@pytest.fixture
def dispatcher(world):
    return world.accounts["dispatcher"]


@pytest.fixture
def csv(world):
    with as_system():
        return vessels_csv(world)


def test_a_good_file_enters_logs_and_makes_findable_and_the_same_file_again_changes_nothing(dispatcher, csv):
    first = bring_in(dispatcher, csv).batch
    assert (first.state, first.created, first.refused) == ("committed", 2, 0)
    with as_system():
        made = Vessel.objects.get(hull_code="ZZ-0001")
        assert LogEntry.objects.filter(subject_id=made.pk, event="core.RecordEntered").exists()
        assert SearchEntry.objects.filter(pk=made.pk).exists()
    before = everything_stored()
    second = bring_in(dispatcher, csv).batch
    assert (second.created, second.updated, second.unchanged) == (0, 0, 2)
    after = everything_stored()
    # Only the fact of the second import itself is logged.
    assert after == tuple(n + (i == 3) for i, n in enumerate(before))


def test_one_wrong_row_keeps_all_out_and_says_where(dispatcher, csv):
    before = everything_stored()
    broken = csv.replace(b"9074729", b"9074728")
    batch = bring_in(dispatcher, broken).batch
    assert (batch.state, batch.refused) == ("checked", 1)
    assert batch.issues[0]["row"] == 2
    assert "would be 9" in batch.issues[0]["message"]
    assert everything_stored() == before


def test_with_leave_the_good_rows_come_in_and_the_rest_is_given_back_as_a_workbook(dispatcher, csv):
    done = bring_in(dispatcher, csv.replace(b"9074729", b"9074728"), skip_bad=True)
    assert (done.batch.created, done.batch.refused) == (1, 1)
    with entered(dispatcher.scope()):
        assert refused_workbook(done.batch, done.plan)[:2] == b"PK"


def test_updates_are_logged_and_undo_puts_every_value_back(dispatcher, csv):
    first = bring_in(dispatcher, csv).batch
    changed = bring_in(dispatcher, csv.replace("海二".encode(), "海二号".encode())).batch
    assert (changed.updated, changed.unchanged) == (1, 1)
    with as_system():
        assert Vessel.objects.get(hull_code="ZZ-0002").name == "海二号"
    with entered(dispatcher.scope()):
        with pytest.raises(Refused):
            undo_import(first, by=dispatcher, at=timezone.now())
        undo_import(changed, by=dispatcher, at=timezone.now())
        assert Vessel.objects.get(hull_code="ZZ-0002").name == "海二"
        with pytest.raises(Refused):
            undo_import(changed, by=dispatcher, at=timezone.now())


def test_undo_removes_what_was_made_and_refuses_once_it_is_used(dispatcher, csv, world):
    batch = bring_in(dispatcher, csv).batch
    with entered(dispatcher.scope()):
        vessel = Vessel.objects.get(hull_code="ZZ-0001")
        Equipment.objects.create(vessel=vessel, model=world.radar_model, serial_number="USED", name="x")
        with pytest.raises(Refused):
            undo_import(batch, by=dispatcher, at=timezone.now())
        assert Vessel.objects.filter(hull_code="ZZ-0002").exists()
        Equipment.objects.filter(serial_number="USED").delete()
        undo_import(batch, by=dispatcher, at=timezone.now())
        assert not Vessel.objects.filter(hull_code__startswith="ZZ-").exists()
        assert not SearchEntry.objects.filter(pk=vessel.pk).exists()


def zip_bomb() -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return target.getvalue()


def formula_workbook(world) -> bytes:
    book = Workbook()
    book.active.append(["hull_code", "name", "customer"])
    book.active.append(["ZZ-0009", "=1+1", world.customer.code])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02 no table",
        b"PK\x03\x04 not a workbook",
        b"%PDF-1.7 nothing",
        "hull_code,name,customer\nZZ-1,\xff\xfe,x".encode("latin-1"),
        b"hull_code,hull_code\n1,2\n",
        b"a,b\n" + b"x" * 51_000_000,
        b'hull_code,name\n"never closed,1\n',
    ],
    ids=["empty", "binary", "zip", "pdf", "encoding", "headings", "50 MB", "quote"],
)
def test_a_hostile_file_is_refused_with_a_reason_and_leaves_nothing(dispatcher, content):
    before = everything_stored()
    with pytest.raises(Refused) as refusal:
        bring_in(dispatcher, content)
    assert str(refusal.value)
    assert everything_stored() == before
    with as_system():
        assert not ImportBatch.objects.exists()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(dispatcher):
    with pytest.raises(Refused):
        bring_in(dispatcher, zip_bomb())


def test_a_formula_is_refused_by_row_and_column(dispatcher, world):
    batch = bring_in(dispatcher, formula_workbook(world)).batch
    assert (batch.refused, batch.created) == (1, 0)
    assert batch.issues[0]["letter"] == "B"


def test_chinese_bytes_of_an_old_excel_are_read(dispatcher, csv):
    batch = bring_in(dispatcher, csv.decode().encode("gb18030")).batch
    assert batch.created == 2
    with as_system():
        assert Vessel.objects.get(hull_code="ZZ-0001").name == "海一"


def test_duplicate_keys_in_one_file_are_refused(dispatcher, csv):
    batch = bring_in(dispatcher, csv + csv.splitlines()[1] + b"\n").batch
    assert (batch.state, batch.refused) == ("checked", 1)


def test_a_station_manager_imports_for_the_own_station_only(world):
    manager = world.accounts["manager"]
    own = next(s for s in world.stations.values() if s.pk in manager.reach_ids)
    other = next(s for s in world.stations.values() if s.pk not in manager.reach_ids)
    text = f"number,name,station\nE9001,甲,{own.code}\nE9002,乙,{other.code}\n"
    batch = bring_in(manager, text.encode(), "people.staff").batch
    assert batch.refused == 1
    assert batch.issues[0]["row"] == 3


def test_who_does_not_keep_a_register_cannot_import_into_it(world, csv):
    with pytest.raises(Refused):
        bring_in(world.accounts["quality"], csv)
    assert "fleet.vessels" not in {one.name for one in importables(world.accounts["quality"])}


def test_certificates_come_in_from_chinese_headings(dispatcher, world):
    person = next(iter(world.staff.values()))
    with as_system():
        CertificateKind.objects.create(code="aloft", name="高处作业证")
    text = f"人员,类别,生效日期,有效期至\n{person.number},高处作业证,2025年1月1日,2027/1/1\n"
    batch = bring_in(dispatcher, text.encode(), "people.certificates").batch
    assert batch.created == 1, batch.issues
    with as_system():
        assert str(Certificate.objects.get(kind__name="高处作业证").expires_on) == "2027-01-01"


@pytest.mark.parametrize("register", ["people.ports", "people.stations", "people.staff", "people.staff-skills", "people.certificates", "fleet.customers", "fleet.vessels", "fleet.equipment", "fleet.contacts", "fleet.models", "fleet.milestones", "fleet.maintenance", "supply.parts"])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_promised_register_has_a_template(register, language):
    with override(language):
        target = BytesIO()
        importable = importable_named(register)
        template_workbook(target, importable.fields(), title=str(importable.label))
        assert target.getvalue()[:2] == b"PK"


def test_a_mapping_for_another_register_is_refused(dispatcher, csv):
    columns = parse_import_file('register = "fleet.customers"\n[fields.code]\ncolumn = "hull_code"\n')
    with pytest.raises(Refused):
        bring_in(dispatcher, csv, columns=columns)
