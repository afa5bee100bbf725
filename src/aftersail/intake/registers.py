"""The list of requests: what it shows and how it is filtered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.core.roles import HOUSE
from aftersail.fleet.states import LifecycleStage
from aftersail.intake.states import Channel, MailOutcome, MailRefusal, RequestState
from aftersail.people.lists import area_choices, in_area

REQUESTS = ListSpec(
    page="intake:requests",
    columns=(
        Column("number", _("Number"), link="intake:request", title=True, sort=True),
        Column("state", _("State"), kind="state", choices=RequestState.choices, sort=True),
        Column("text", _("What happened"), export=True),
        Column(
            "vessel",
            _("Vessel"),
            path="vessel__name",
            kind="whole",
            english="vessel__name_en",
            sort="vessel__hull_code",
        ),
        Column("equipment", _("Equipment"), path="equipment__name"),
        Column("channel", _("Channel"), kind="choice", choices=Channel.choices, sort=True, phone=False),
        Column("reporter", _("Reported by"), path="reporter_name", kind="whole", phone=False),
        Column("received_at", _("Received"), kind="moment", sort=True),
        Column("stage", _("Lifecycle stage"), kind="choice", choices=LifecycleStage.choices, phone=False),
    ),
    filters=(
        Filter("state", _("State"), path="state", choices=RequestState.choices),
        Filter("channel", _("Channel"), path="channel", choices=Channel.choices),
        Filter("stage", _("Lifecycle stage"), choices=LifecycleStage.choices),
        Filter("area", _("Area"), apply=in_area("station__area_id"), choices=area_choices, roles=HOUSE),
        Filter("received", _("Received"), kind="period", path="received_at"),
    ),
    default_sort="-received_at",
    search_type="intake.request",
    placeholder=_("Number, words, ship"),
    empty=_(
        "No request yet. Requests come from the portal, from QR labels and from telephone calls entered here."
    ),
)

MAILS = ListSpec(
    page="intake:mailbox",
    columns=(
        Column("subject", _("Mail subject"), link="intake:mail", title=True, sort=True),
        Column("sender", _("Sender"), sort=True),
        Column("outcome", _("Outcome"), kind="state", choices=MailOutcome.choices, sort=True),
        Column("refusal", _("Why not"), kind="choice", choices=MailRefusal.choices),
        Column("request", _("Request"), path="request__number", link="intake:request", link_id="request_id"),
        Column("received_at", _("Received"), kind="moment", sort=True),
    ),
    filters=(
        Filter("outcome", _("Outcome"), choices=MailOutcome.choices),
        Filter("refusal", _("Why not"), choices=MailRefusal.choices),
        Filter("received", _("Received"), kind="period", path="received_at"),
    ),
    default_sort="-received_at",
    search_paths=("subject", "sender", "sender_name"),
    placeholder=_("Subject or sender"),
    empty=_("No mail has come yet."),
)
