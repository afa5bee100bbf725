"""Where the board gets the draft that it lays over the plan; a solver's adapter says so from the app's `ready`."""

from __future__ import annotations

from collections.abc import Callable

from aftersail.core.models import Account
from aftersail.dispatch.rules.drafts import EMPTY, Draft
from aftersail.dispatch.rules.timeline import Timeline

Provider = Callable[[Account, Timeline], Draft]
_providers: list[Provider] = []


def drafts_from(provider: Provider) -> None:
    """Let a provider show its draft on the board."""
    _providers.append(provider)


def draft_for(account: Account, line: Timeline) -> Draft:
    """Return the first draft that is not empty, for the days shown."""
    return next((found for one in _providers if (found := one(account, line)).steps), EMPTY)
