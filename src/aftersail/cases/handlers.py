"""Reactions: a hull closed to its yard closes its cases too; mail about a request that became a case belongs into it."""

from __future__ import annotations

from uuid import UUID

from aftersail.cases.actions.closing_to_yard import follow_vessel
from aftersail.cases.actions.mailed import note_mail
from aftersail.cases.models import Case
from aftersail.core.events import on
from aftersail.core.models import LogEntry
from aftersail.fleet.events import HandoverAccepted, VesselDelivered
from aftersail.fleet.models import Vessel
from aftersail.intake.events import MailAdded


@on(VesselDelivered, HandoverAccepted)
def close_cases_to_yard(event: VesselDelivered | HandoverAccepted, _entry: LogEntry) -> None:
    """Bring cases and requests of a hull into step with who may see the hull."""
    follow_vessel(Vessel.objects.get(pk=event.vessel_id))


@on(MailAdded)
def note_mail_in_case(event: MailAdded, entry: LogEntry) -> None:
    """Write the mail into the case, where its followers hear of it."""
    case = Case.objects.filter(request=entry.subject_id).first()
    if case is not None:
        note_mail(case=case, mail_id=UUID(event.mail_id), sender=event.sender, text=event.text, at=entry.at)
