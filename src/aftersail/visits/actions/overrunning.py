"""Work on board that takes longer than was promised: the engineer says until when, or the clock does (R84)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from aftersail.core.models import Account
from aftersail.core.verdicts import require
from aftersail.dispatch.actions.overruns import expect_end
from aftersail.visits import rules
from aftersail.visits.models import Visit
from aftersail.visits.permissions import may_expect_end
from aftersail.visits.states import UNDER_WAY


@transaction.atomic
def expect_finish(*, by: Account, visit: Visit, until: datetime, at: datetime) -> Visit:
    """Say when the work on board will be finished; who is waiting for the same people is planned anew."""
    require(may_expect_end(by, visit))
    expect_end(by=by, order=visit.order, until=until, at=at)
    return visit


def overruns_found(at: datetime) -> int:
    """Note work that goes on past its promised end and of which nobody said until when; return how many."""
    late = Q(order__assignments__expected_until=None) | Q(order__assignments__expected_until__lte=at)
    rows = (
        Visit.objects.filter(
            late, state__in=UNDER_WAY, order__assignments__released_at=None, order__assignments__lead=True,
            order__assignments__ends_at__lte=at, order__assignments__ends_at__gt=at - FORGOTTEN,
        )
        .select_related("order")
        .order_by("pk")
    )  # fmt: skip
    return sum(expect_end(by=None, order=one.order, until=rules.expected_end(at), at=at) for one in rows)


FORGOTTEN = timedelta(days=3)
"""A visit that should have ended so long ago was not finished on record, rather than not at all."""
