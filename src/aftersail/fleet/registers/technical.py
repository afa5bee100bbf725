"""Registers of versions, bills, obsolescence, function codes and permits: what is kept, by whom, under which rules."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master, Searched
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.fleet import permissions as may
from aftersail.fleet.actions.permits import check_permit
from aftersail.fleet.models import (
    BillPosition,
    FunctionCode,
    FunctionCodeScheme,
    Obsolescence,
    Permit,
    ProductVersion,
)
from aftersail.fleet.permissions.technical_state import (
    LINEAGE_KEEPERS,
    PERMIT_AUTHORS,
    may_keep_lineage,
    may_keep_permit,
)

POSITION = re.compile(r"[0-9A-Za-z]+(\.[0-9A-Za-z]+)*")


def check_version(version: ProductVersion) -> Verdict:
    """Dates in order; the predecessor is an earlier version of the same model, and the line has no ring."""
    before, seen = version.predecessor, {version.pk}
    while before is not None:
        if before.pk in seen:
            return refuse(_("A version cannot be its own predecessor."))
        seen.add(before.pk)
        before = before.predecessor
    first = version.predecessor
    ends, released = version.end_of_support_on, version.released_on
    newer = first is not None and first.released_on and released and first.released_on > released
    return all_of(
        refuse(_("Support must not end before the version is released.")) if ends and released and ends < released else ALLOWED,
        refuse(_("The predecessor is a version of another model.")) if first and first.model_id != version.model_id else ALLOWED,
        refuse(_("The predecessor was released later than this version.")) if newer else ALLOWED,
    )  # fmt: skip


def check_position(line: BillPosition) -> Verdict:
    """Positions are numbers parted by dots; a part's version is one of its model."""
    other = line.part_version is not None and line.part_version.model_id != line.model_id
    itself = line.part_version_id is not None and line.part_version_id == line.product_version_id
    return all_of(
        ALLOWED if POSITION.fullmatch(line.position) else refuse(_("A position is written like 1 or 1.2.")),
        refuse(_("This version is one of another model. Choose a version of the part's model."))
        if other
        else ALLOWED,
        refuse(_("A version cannot be a part of itself.")) if itself else ALLOWED,
    )


def check_function(code: FunctionCode) -> Verdict:
    """A code lies below one of the same scheme, never below itself."""
    above, seen = code.parent, {code.pk}
    while above is not None:
        if above.pk in seen:
            return refuse(_("A function code cannot lie below itself."))
        seen.add(above.pk)
        above = above.parent
    other = code.parent is not None and code.parent.scheme_id != code.scheme_id
    return refuse(_("A function code lies below one of the same scheme.")) if other else ALLOWED


def check_obsolescence(item: Obsolescence) -> Verdict:
    """A last buy has its date; a decision has an owner; what is resolved has been decided."""
    undecided = item.option == "undecided"
    return all_of(
        refuse(_("A last buy needs its date."))
        if item.option == "last_buy" and not item.last_buy_on
        else ALLOWED,
        refuse(_("Name the owner who carries the decision out."))
        if not undecided and not item.owner_id
        else ALLOWED,
        refuse(_("Decide on an option before the item is resolved."))
        if undecided and item.resolved_on
        else ALLOWED,
    )


def _find_permit(permit: Permit) -> Searched:
    return Searched(
        f"{permit.number} {permit.title}", permit.model.code, (permit.requirement, permit.serials)
    )


def _tidy_permit(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _lineage(**stated: Any) -> Master:
    return Master(
        app="fleet", readers=may.HOUSE_READERS, writers=LINEAGE_KEEPERS, may_write=may_keep_lineage, **stated
    )  # fmt: skip


VERSIONS = _lineage(
    noun="product_version", plural="product_versions", slug="product-versions", model=ProductVersion,
    label=_("Product versions"), new_label=_("New product version"), icon="versions",
    fields=("model", "code", "hardware", "software", "predecessor", "released_on", "end_of_support_on", "note"),
    check=check_version,
)  # fmt: skip

BILL = _lineage(
    noun="bill_position", plural="bill", slug="bill", model=BillPosition,
    label=_("Bills of versions"), new_label=_("New bill position"), icon="list-details",
    fields=("product_version", "position", "name", "model", "part_version", "software_version"),
    check=check_position, removable=True,
    help=_("What a version is designed to hold; the as-designed state is read from it."),
)  # fmt: skip

OBSOLESCENCE = _lineage(
    noun="obsolescence_item", plural="obsolescence", slug="obsolescence", model=Obsolescence,
    label=_("Obsolescence"), new_label=_("New obsolescent item"), icon="hourglass",
    fields=(
        "model", "item", "part_number", "supplier", "last_buy_on", "stock_cover_months", "option", "owner", "note", "resolved_on",
    ),
    check=check_obsolescence,
    help=_("Items that go out of production: last-buy date, how long the stock lasts, which way was chosen, who carries it out."),
)  # fmt: skip

SCHEMES = Master(
    app="fleet", noun="code_scheme", plural="code_schemes", slug="code-schemes", model=FunctionCodeScheme,
    label=_("Function code schemes"), new_label=_("New scheme"), icon="sitemap", fields=("code", "name", "name_en", "closed"),
    readers=may.HOUSE_READERS, writers=may.DISPATCHERS, may_write=may.may_keep_catalogue,
    help=_("The scheme by which a ship is broken down is chosen on the ship's page."),
)  # fmt: skip

FUNCTIONS = Master(
    app="fleet", noun="function_code", plural="function_codes", slug="function-codes", model=FunctionCode,
    label=_("Function codes"), new_label=_("New function code"), icon="sitemap",
    fields=("scheme", "code", "name", "name_en", "parent"),
    readers=may.HOUSE_READERS, writers=may.DISPATCHERS, may_write=may.may_keep_catalogue, check=check_function, removable=True,
)  # fmt: skip

PERMITS = Master(
    app="fleet", noun="permit", plural="permits", slug="permits", model=Permit,
    label=_("Deviations and concessions"), new_label=_("New permit"), icon="file-text",
    fields=(
        "kind", "number", "title", "model", "serials", "requirement", "description", "reason", "conditions", "valid_from",
        "valid_until",
    ),
    readers=may.HOUSE_READERS, writers=PERMIT_AUTHORS, may_write=may_keep_permit, check=check_permit,
    tidied=_tidy_permit, searched=_find_permit, house_only=True,
    help=_("A deviation permit is given before manufacture, a concession accepts what was made; both name their serials and their last day."),
)  # fmt: skip
TECHNICAL = (VERSIONS, BILL, OBSOLESCENCE, PERMITS, SCHEMES, FUNCTIONS)
ON_THE_RAIL = (
    (VERSIONS, 62),
    (OBSOLESCENCE, 63),
    (PERMITS, 64),
    (BILL, 140),
    (SCHEMES, 150),
    (FUNCTIONS, 160),
)
"""Their order on the rail: what is worked with daily beside the models, what is set up once at its end."""
