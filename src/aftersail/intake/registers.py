"""The list of requests: what it shows and how it is filtered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.fleet.states import LifecycleStage
from aftersail.intake.states import Channel, RequestState

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
        Filter("received", _("Received"), kind="period", path="received_at"),
    ),
    default_sort="-received_at",
    search_type="intake.request",
    placeholder=_("Number, words, ship"),
    empty=_(
        "No request yet. Requests come from the portal, from QR labels and from telephone calls entered here."
    ),
)
