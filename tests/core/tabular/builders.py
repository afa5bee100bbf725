"""Files made by hand, honest and hostile, and a register that lives in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from aftersail.core.tabular import AMBIGUOUS, Existing, Fault, Feed, Field, ImportPlan, Kind
from aftersail.core.tabular import Mapping as FileMapping
from aftersail.core.tabular.conversion import Conversion

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)


def xlsx(rows: Iterable[Sequence[Any]], **merge: str) -> bytes:
    """An honest workbook; strings beginning with = are formulas; ``merge="A1:B1"`` merges."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("Data")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if hasattr(value, "year"):
                sheet.write_datetime(number, column, value, day)
            else:
                sheet.write(number, column, value)
    if "merge" in merge:
        sheet.merge_range(merge["merge"], "together")
    book.close()
    return target.getvalue()


def raw_workbook(
    sheet: str | bytes, parts: Mapping[str, str | bytes] | None = None, types: str = TYPES
) -> bytes:
    """A workbook from the XML of its one sheet; ``parts`` adds or replaces members."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations([("rId1", "worksheet", "worksheets/sheet1.xml")]),
        "xl/worksheets/sheet1.xml": sheet,
    }
    members.update(parts or {})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return target.getvalue()


def _relations(links: Iterable[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}"/>' for id_, kind, target in links
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def sheet_xml(inner: str, after: str = "") -> str:
    """A worksheet whose sheetData is ``inner``."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData>{after}</worksheet>'


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


UNIT_FIELDS = (
    Field(name="serial", label="Serial number", required=True, max_length=20, example="SN-EXAMPLE-1"),
    Field(
        name="vessel", label="Vessel", kind=Kind.REFERENCE, required=True, reference="vessel", example="H-100"
    ),
    Field(name="installed_on", label="Installed on", kind=Kind.DATE, example="2026-03-31"),
    Field(name="hours", label="Running hours", kind=Kind.DECIMAL, places=1, minimum=0),
    Field(name="count", label="Count", kind=Kind.INT, maximum=999),
    Field(name="state", label="State", kind=Kind.CHOICE, choices=(("ok", "In order"), ("bad", "Faulty"))),
    Field(name="spare", label="Spare", kind=Kind.BOOL),
    Field(name="seen_at", label="Seen at", kind=Kind.DATETIME),
    Field(name="note", label="Note", max_length=200, fold_width=True),
)


class Units:
    """A register of units in memory; ``store`` is key → (id, values by field)."""

    fields: Sequence[Field] = UNIT_FIELDS

    def __init__(self, vessels: Collection[str] = ("H-100", "H-200")) -> None:
        self.vessels = {name: f"id-of-{name}" for name in vessels}
        self.store: dict[tuple[Any, ...], Existing] = {}
        self.asked: list[str] = []

    def references(self, field: str, texts: Collection[str]) -> Mapping[str, Any]:
        self.asked.append(field)
        found = {text: self.vessels[text] for text in texts if text in self.vessels}
        return found | {text: AMBIGUOUS for text in texts if text == "H-twin"}

    def existing(self, keys: Collection[tuple[Any, ...]], fields: Sequence[str]) -> Mapping[Any, Existing]:
        return {key: self.store[key] for key in keys if key in self.store}

    def faults(
        self, fields: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> Iterable[tuple[int, str, Fault]]:
        place = fields.index("note") if "note" in fields else None
        for index, row in enumerate(rows):
            if place is not None and row[place] == "forbidden":
                yield index, "note", Fault("units.forbidden", text="This note is forbidden.")

    def take(self, plan: ImportPlan) -> None:
        """Do what the plan says."""
        for row in [*plan.create, *plan.update]:
            self.store[row.key] = Existing(row.id or f"unit-{row.row}", row.fingerprint)


def feed(column: str, **how: Any) -> Feed:
    return Feed(columns=(column,), how=Conversion(**how))


def by_label(*names: str, **changes: Any) -> FileMapping:
    """A mapping of the named unit fields from columns headed by their labels, key = serial unless changed."""
    from aftersail.core.tabular import Key

    labels = {spec.name: str(spec.label) for spec in UNIT_FIELDS}
    feeds = {name: feed(labels[name]) for name in names}
    return FileMapping(**{"register": "units", "feeds": feeds, "key": Key(fields=("serial",)), **changes})
