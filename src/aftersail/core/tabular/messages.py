"""Every sentence that importing a file can say, by its code; each says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_FILE = {
    "file.empty": _(
        "The file holds no table: put headings in the first row and the data below, then upload it again."
    ),
    "file.too_large": _(
        "The file has %(size)s MB; it must be smaller than %(limit)s MB. Split it and import the parts "
        "one after the other."
    ),
    "file.too_many_rows": _(
        "The table has more than %(limit)s rows. Split the file and import the parts one after the other."
    ),
    "file.too_many_columns": _(
        "The table has %(count)s columns; at most %(limit)s can be read. Delete the columns that are not "
        "needed."
    ),
    "file.old_or_locked_excel": _(
        "This is an old .xls workbook or one protected by a password. Open it in Excel or WPS, remove the"
        " password, and save it as .xlsx."
    ),
    "file.pdf": _("This is a PDF, not a table. Ask for the data as XLSX or CSV."),
    "file.picture": _("This is a picture, not a table. Ask for the data as XLSX or CSV."),
    "file.archive": _("This is a packed archive. Unpack it and upload the XLSX or CSV file inside."),
    "file.zero_bytes": _(
        "The file holds zero bytes, so it is not a text table or it is damaged. Export it again as XLSX, "
        "or as CSV in UTF-8."
    ),
}
_ENCODING = {
    "encoding.unknown": _("The encoding “%(name)s” is not known. Use one of: %(known)s."),
    "encoding.not_as_declared": _(
        "The file is not in the declared encoding %(name)s: line %(line)s cannot be read. Correct the "
        "declaration, or save the file as UTF-8."
    ),
    "encoding.not_as_marked": _(
        "The file begins with the mark of %(name)s, but line %(line)s is not in that encoding. Export it "
        "again as UTF-8."
    ),
    "encoding.none_fits": _(
        "The characters of the file cannot be read for certain; tried: %(tried)s. Save it as “CSV UTF-8” "
        "or XLSX, or declare its encoding."
    ),
}
_CSV = {
    "csv.malformed": _(
        "Row %(row)s (line %(line)s of the text) cannot be read: a quotation mark is not closed, or text "
        "follows a closing one. Correct it; the rows after it cannot be told apart."
    ),
    "csv.line_too_long": _(
        "A line is longer than %(limit)s characters, so this is hardly a table. Check the file, or export"
        " it again."
    ),
}
_XLSX = {
    "xlsx.damaged": _(
        "The workbook is damaged. Open it in Excel or WPS, save it again as .xlsx, and upload that."
    ),
    "xlsx.not_a_workbook": _(
        "This is not an Excel workbook with a sheet of cells. Save the table as .xlsx or CSV."
    ),
    "xlsx.binary": _("This is a binary workbook (.xlsb). Save it as .xlsx."),
    "xlsx.macros": _("The workbook holds macros (%(part)s). Save it as .xlsx without macros."),
    "xlsx.external_links": _(
        "The workbook draws on other files or databases (%(part)s). Copy the data as values into a new "
        "workbook."
    ),
    "xlsx.embedded": _(
        "The workbook has another file inside (%(part)s). Copy the table alone into a new workbook."
    ),
    "xlsx.too_many_parts": _(
        "The workbook consists of %(count)s parts; at most %(limit)s are read. Copy the table alone into "
        "a new workbook."
    ),
    "xlsx.bomb": _(
        "Unpacked, the workbook would take %(size)s MB; at most %(limit)s MB are read, and nothing that "
        "is packed suspiciously tightly. Copy the table alone into a new workbook, or split it."
    ),
    "xlsx.document_type": _(
        "The workbook declares XML entities, which no spreadsheet program does; it is not read. Copy the "
        "table into a new workbook."
    ),
    "xlsx.merged": _(
        "The cells %(range)s are merged, so it is unclear to which row or column their value belongs. "
        "Unmerge them and fill in every cell."
    ),
    "xlsx.no_such_sheet": _("The workbook has no sheet “%(name)s”. It has: %(known)s."),
}
_HEADER = {
    "header.row_is_blank": _(
        "Row %(row)s, declared as the row of headings, is blank. Correct the row's number."
    ),
    "header.formula": _("The heading in cell %(letter)s%(row)s is a formula. Type the heading as text."),
    "header.twice": _(
        "The heading “%(heading)s” stands in columns %(first)s and %(second)s. Give every column a "
        "heading of its own."
    ),
}
_ROW = {
    "row.short": _(
        "The row has %(have)s cells, the headings %(want)s. Look for a missing delimiter or a line break "
        "inside a text."
    ),
    "row.long": _(
        "The row has %(have)s cells, the headings %(want)s. Put texts that contain the delimiter in "
        "quotation marks."
    ),
    "row.beyond_headings": _(
        "Column %(letter)s has a value but no heading. Give the column a heading or delete it."
    ),
    "row.duplicate": _("The row is the same record as row %(first)s. Keep one of them."),
    "row.example": _("This is the template's example row. Delete it."),
}
_VALUE = {
    "value.required": _("A value is required here. Fill it in."),
    "value.key_empty": _("This field identifies the record and is empty. Fill it in."),
    "value.formula": _("Formulas are not accepted. Copy the cell and paste it as a value."),
    "value.excel_error": _(
        "The cell shows an error of Excel instead of a value. Correct it or clear the cell."
    ),
    "value.too_long": _("The text has %(have)s characters; at most %(limit)s fit. Shorten it."),
    "value.control_character": _("The text holds an invisible control character. Type it anew."),
    "value.not_a_number": _("This is not a number. Write it like %(example)s, without a unit."),
    "value.not_whole": _("A whole number is needed here, without decimals."),
    "value.too_many_decimals": _("At most %(places)s decimals are kept. Round the number."),
    "value.too_many_digits": _("The number is too large to be kept with %(places)s decimals. Check it."),
    "value.below": _("The value is below the least allowed, %(limit)s. Check it."),
    "value.above": _("The value is above the greatest allowed, %(limit)s. Check it."),
    "value.not_a_date": _(
        "This is not a date in an expected form (%(shapes)s), or no such day exists. Correct it, or "
        "declare the form in the mapping."
    ),
    "value.bare_day_number": _(
        "This is a bare number; in Excel it would be %(day)s. Format the column as a date, or declare "
        "EXCEL in the mapping."
    ),
    "value.has_a_time": _(
        "Only the day is wanted here, but there is a time of day too. Remove it, or let the mapping drop "
        "times."
    ),
    "value.not_a_choice": _("This is none of the choices. Use one of: %(known)s."),
    "value.not_in_table": _(
        "The mapping's table does not say what this means. It knows: %(known)s. Add it to the table, or "
        "set “otherwise”."
    ),
    "value.not_yes_or_no": _("Write yes or no."),
    "value.unknown_reference": _(
        "No such record is known to you (%(what)s). Check the spelling, or enter the record first."
    ),
    "value.ambiguous_reference": _("Several records go by this name (%(what)s). Use their number instead."),
}
_MAPPING = {
    "mapping.not_toml": _("The mapping is not a valid TOML file: %(why)s."),
    "mapping.no_register": _('The mapping does not name its register. Add: register = "…".'),
    "mapping.nothing_fed": _("The mapping feeds no field. Map at least one column."),
    "mapping.unknown_entry": _("“%(entry)s” is not an entry of a mapping. Known here: %(known)s."),
    "mapping.wrong_type": _("“%(entry)s” must be: %(want)s."),
    "mapping.bad_file_table": _("The entries under [file] do not fit: %(why)s."),
    "mapping.unknown_field": _("The register has no field “%(field)s”. It has: %(known)s."),
    "mapping.required_missing": _(
        "The field “%(label)s” (%(field)s) is required, but nothing feeds it. Map a column or set a constant."
    ),
    "mapping.one_source": _("The field “%(field)s” needs exactly one of: column, columns, constant."),
    "mapping.no_such_column": _("The file has no column “%(column)s”. It has: %(known)s."),
    "mapping.no_such_column_near": _("The file has no column “%(column)s”. Did you mean “%(near)s”?"),
    "mapping.date_shape": _(
        "The date form “%(shape)s” of the field “%(field)s” is not understood. Use YYYY, MM or M or MON, "
        "DD or D once each, or EXCEL."
    ),
    "mapping.option_misplaced": _(
        "“%(option)s” does not apply to the field “%(field)s”, which is of the kind %(kind)s."
    ),
    "mapping.decimal_mark": _(
        "The field “%(field)s” needs one decimal mark, different from the mark of thousands."
    ),
    "mapping.bad_target": _("“%(value)s” cannot become a value of the field “%(field)s”: %(why)s"),
    "mapping.key_not_fed": _("The key uses the field “%(field)s”, but nothing feeds it."),
    "mapping.key_is_constant": _(
        "The key consists of constants only, so all rows would be the same record. Add a field that differs."
    ),
    "mapping.two_keys": _(
        "The key has both fields and columns. Keep one: fields for a natural key, columns for a hash of "
        "the content."
    ),
    "mapping.repeats_need_content": _(
        "“repeats” numbers identical rows and goes only with a key by content."
    ),
}

MESSAGES: Mapping[str, _StrPromise] = {
    **_FILE,
    **_ENCODING,
    **_CSV,
    **_XLSX,
    **_HEADER,
    **_ROW,
    **_VALUE,
    **_MAPPING,
}
"""Code → sentence with %(named)s places."""
