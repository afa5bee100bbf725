"""Opening a ship's service account: from a sold ship to a served one (R41, R42)."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import AccessGrant, Account
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.fleet.actions.milestones import settle_stage
from aftersail.fleet.events import ServiceAccountOpened, StewardAway
from aftersail.fleet.models import Handover, ServiceAccount, Vessel
from aftersail.fleet.permissions.handover import may_keep_handover
from aftersail.fleet.queries.lifecycle import house_calendar
from aftersail.fleet.queries.owners import gap_of, unattended
from aftersail.fleet.rules import handover as rules

GRANTED_FOR = "service manager or deputy of the ship"


@transaction.atomic
def open_account(
    *,
    by: Account | None,
    vessel: Vessel,
    delivered_on: date,
    at: datetime,
    handover: Handover | None = None,
    reason: str = "",
) -> ServiceAccount:
    """Open the account, if exactly one service manager and one deputy are named; the lag since delivery stays with it."""
    opened_on = timezone.localdate(at)
    is_open = ServiceAccount.objects.filter(vessel=vessel).exists()
    require(rules.may_open_account(gap_of(vessel, set()), already_open=is_open))
    lag = rules.conversion_lag(delivered_on, opened_on, house_calendar())
    account = ServiceAccount(
        vessel=vessel, handover=handover, delivered_on=delivered_on, opened_on=opened_on,
        lag_days=max(0, (opened_on - delivered_on).days), lag_working_days=lag,
        late=rules.is_late(lag, settings.CONVERSION_WORKING_DAYS), reason=reason.strip()[:300],
    )  # fmt: skip
    account.save(force_insert=True)
    for person in (vessel.steward, vessel.deputy):
        if person is not None and person.account is not None and not person.account.sees_everything:
            AccessGrant.objects.get_or_create(
                account=person.account, organisation=None, target_id=vessel.pk, glimpse=False,
                defaults={"kind": "vessel", "reason": GRANTED_FOR},
            )  # fmt: skip
    opened = ServiceAccountOpened(
        vessel_id=vessel.pk, lag_working_days=lag, late=account.late, reason=account.reason
    )
    record(opened, by=by, about=vessel, at=at)
    return account


@transaction.atomic
def open_account_without_handover(
    *, by: Account, vessel: Vessel, reason: str, at: datetime
) -> ServiceAccount:
    """Take a ship into service care that was delivered without a handover form, such as before this system; with a reason."""
    said = ALLOWED if reason.strip() else refuse(_("Say why there is no handover form."))
    afloat = ALLOWED if vessel.delivered_on else refuse(_("The ship has not been delivered yet."))
    require(all_of(may_keep_handover(by, vessel), said, afloat))
    assert vessel.delivered_on is not None
    account = open_account(by=by, vessel=vessel, delivered_on=vessel.delivered_on, reason=reason, at=at)
    settle_stage(vessel, by=by, at=at)
    return account


@transaction.atomic
def tell_unattended(*, on: date, at: datetime) -> int:
    """Raise an alert for every ship in service care that has nobody to turn to on a day; once a day each (R42)."""
    from aftersail.core.models import LogEntry

    told = 0
    for one in unattended(Vessel.objects.all(), on):
        since = LogEntry.objects.filter(
            event=StewardAway.event_name,
            subject_id=one.vessel.pk,
            at__gte=timezone.make_aware(datetime.combine(on, datetime.min.time())),
        )
        if since.exists():
            continue
        alert = StewardAway(vessel_id=one.vessel.pk, hull_code=one.vessel.hull_code, why=one.gap)
        record(alert, by=None, about=one.vessel, at=at)
        told += 1
    return told
