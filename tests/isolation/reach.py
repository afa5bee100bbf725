"""Whose records each account of the small world reaches, written down by hand, with every exception and its reason."""

from __future__ import annotations

from tests.isolation.routes import Route

BOTH, ONLY_A, ONLY_B, NOTHING = ("A", "B"), ("A",), ("B",), ()
REACHED: dict[str, tuple[str, ...]] = {
    "dispatcher": BOTH, "quality": BOTH, "executive": BOTH, "auditor": BOTH, "designer": BOTH, "finance": BOTH,
    "manager": ONLY_A, "engineer": ONLY_A, "steward": ONLY_A, "crew": ONLY_A, "owner": ONLY_A,
    "other_crew": ONLY_B, "other_engineer": ONLY_B, "yard": ONLY_B,
    "consultant": NOTHING, "admin": NOTHING, "supplier": NOTHING,
}  # fmt: skip

NAMES_EVERYBODY = {
    "admin": "administrators keep the accounts of every organisation, and so read their names",
}
"""Accounts whose pages name both sides without reaching their records; only these pages may."""

NAMING_PAGES = (
    "/accounts/",
    "/api/v1/accounts",
    "/organisations/",
    "/api/v1/organisations",
    "/log/",
    "/api/v1/log",
    "/mail/outgoing/",
)

WITHOUT_AUDIENCE: dict[str, str] = {}
"""Addresses that need no audience, with the reason."""

NARROWER: tuple[tuple[str, int, frozenset[str], str], ...] = (
    (
        "importing:template",
        403,
        frozenset({"steward", "quality", "designer", "owner", "admin"}),
        "one address for all registers; these keep others than ships",
    ),
    (
        "supply:receipt_edit",
        403,
        frozenset({"dispatcher"}),
        "what moved stays as it was written; the page says so",
    ),
    (
        "GET /api/v1/supply/scan",
        404,
        frozenset(REACHED),
        "nothing bears the code that is asked for",
    ),
    (
        "scorecard:cohort",
        404,
        frozenset({"finance"}),
        "finance reads figures of money; this one is about service",
    ),
)
"""Addresses that refuse some of their audience even their own records: name, answer, accounts, why."""

FORGIVING: dict[str, str] = {
    "DELETE /api/v1/subscriptions/{subject_type}/{subject_id}": "nobody is kept following what they can no longer see",
}
"""Addresses that answer the same whether or not a foreign record is there, with the reason."""

LOOKED_AFTER: dict[str, frozenset[str]] = {
    name: frozenset({"dispatcher"})
    for name in (
        "visits:cut_off_device",
        "visits:settle_command",
        "POST /api/v1/field/devices/{device_id}/cut-off",
        "POST /api/v1/field/commands/{command_id}/settle",
    )
}
"""Addresses of belongings that somebody besides the owner looks after: a lost phone, what came from sea undone."""


def stranger_to(name: str) -> str:
    """Return an account whose belongings this one must never see."""
    return "crew" if name == "other_crew" else "other_crew"


def may_name(name: str, route: Route) -> bool:
    """Whether this address may name both sides to this account."""
    return name in NAMES_EVERYBODY and route.path.startswith(NAMING_PAGES)


def is_narrower(name: str, route: Route, status: int) -> bool:
    """Whether a refusal to somebody in the audience is meant."""
    return any(
        route.name == wanted and name in names and status == code for wanted, code, names, _why in NARROWER
    )
