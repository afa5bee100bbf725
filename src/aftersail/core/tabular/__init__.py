"""Tables in and out of the house: read safely, checked by row and column before anything changes, written for Excel."""

from aftersail.core.tabular.fields import Field, Kind
from aftersail.core.tabular.issues import Fault, FileRefused, Issue, MappingRefused
from aftersail.core.tabular.limits import Limits
from aftersail.core.tabular.mapping import Feed, Key, Mapping
from aftersail.core.tabular.mapping_file import (
    mapping_as_data,
    mapping_from_data,
    parse_mapping,
    write_mapping,
)
from aftersail.core.tabular.outgoing import Heading
from aftersail.core.tabular.plan import ImportPlan, PlannedRow, RefusedRow, plan_import
from aftersail.core.tabular.read import Reading, Sheet, open_sheet
from aftersail.core.tabular.register import AMBIGUOUS, Existing, Register
from aftersail.core.tabular.suggest import suggest, suggested_mapping
from aftersail.core.tabular.template import template_workbook
from aftersail.core.tabular.write import write_xlsx
from aftersail.core.tabular.write_csv import csv_blocks

__all__ = [
    "AMBIGUOUS",
    "Existing",
    "Fault",
    "Feed",
    "Field",
    "FileRefused",
    "Heading",
    "ImportPlan",
    "Issue",
    "Key",
    "Kind",
    "Limits",
    "Mapping",
    "MappingRefused",
    "PlannedRow",
    "Reading",
    "RefusedRow",
    "Register",
    "Sheet",
    "csv_blocks",
    "mapping_as_data",
    "mapping_from_data",
    "open_sheet",
    "parse_mapping",
    "plan_import",
    "suggest",
    "suggested_mapping",
    "template_workbook",
    "write_mapping",
    "write_xlsx",
]
