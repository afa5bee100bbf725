"""Forms of parts sold outside warranty."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField
from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import Customer, Vessel
from aftersail.people.models import Station
from aftersail.supply.actions import market
from aftersail.supply.forms.steps import ReasonForm, Step, StepForm, plain
from aftersail.supply.forms.store import AccountForm, Named, places_of
from aftersail.supply.models import OrderLine, Part, StockPlace
from aftersail.supply.rules.market import VALID_DAYS


class OrderForm(AccountForm):
    """Beginning a quotation."""

    customer = Named(label=_("Customer"), queryset=Customer.objects.none())
    vessel = Named(label=_("Vessel"), queryset=Vessel.objects.none(), required=False)
    station = Named(label=_("Station"), queryset=Station.objects.none())
    contact = forms.CharField(label=_("Contact"), max_length=60, required=False)
    terms = forms.CharField(label=_("Terms of delivery and payment"), max_length=300, required=False)

    def choices_for(self, name: str, account: Account) -> Any:
        """Customers of the account's reach, and every station."""
        if name == "customer":
            return Customer.objects.visible_to(account).filter(active=True).order_by("code")
        return Station.objects.order_by("code") if name == "station" else super().choices_for(name, account)


class LineForm(StepForm):
    """A part to be quoted."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    part = Named(label=_("Part"), queryset=Part.objects.none())
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=100_000, initial=1)
    unit_price_cny = forms.DecimalField(
        label=_("Unit price (CNY)"),
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text=_("Empty: the sale price."),
    )
    promised_days = forms.IntegerField(
        label=_("Promised within (days)"),
        min_value=0,
        max_value=3000,
        required=False,
        help_text=_("Empty: the part's lead time."),
    )

    def prepare(self) -> None:
        """Offer the catalogue."""
        self.fields["part"].queryset = Part.objects.filter(active=True).order_by("number")  # type: ignore[attr-defined]


class QuoteForm(StepForm):
    """Until when it holds."""

    valid_until = DayField(label=_("Valid until"))
    terms = forms.CharField(label=_("Terms of delivery and payment"), max_length=300, required=False)

    def prepare(self) -> None:
        """Offer a month."""
        self.fields["valid_until"].initial = timezone.localdate() + timedelta(days=VALID_DAYS)
        self.fields["terms"].initial = self.record.terms


class ReferenceForm(StepForm):
    """The customer's own number."""

    customer_reference = forms.CharField(label=_("Customer's reference"), max_length=60, required=False)


class DeliverForm(StepForm):
    """What goes out of which store."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    line = Named(label=_("Part"), queryset=OrderLine.objects.none())
    place = Named(label=_("Warehouse"), queryset=StockPlace.objects.none())
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=100_000, initial=1)
    waybill = forms.CharField(label=_("Waybill"), max_length=60, required=False)

    def prepare(self) -> None:
        """Offer what is still to be delivered."""
        self.fields["line"].queryset = self.record.lines.select_related("part")  # type: ignore[attr-defined]
        self.fields["line"].label_from_instance = lambda line: f"{line.part.number} {line.part.name} ({line.delivered}/{line.quantity})"  # type: ignore[attr-defined]  # fmt: skip
        self.fields["place"].queryset = places_of(self.account, "central", "station", "shelf")  # type: ignore[attr-defined]


def _add(by: Account, record: Any, typed: dict[str, Any], at: datetime) -> Any:
    values = {name: value for name, value in typed.items() if name != "seen"} | {
        "id": typed["id"] or new_id()
    }
    return market.add_line(by=by, order=record, at=at, **values)


def _deliver(by: Account, record: Any, typed: dict[str, Any], at: datetime) -> Any:
    line: OrderLine = typed["line"]
    if line.order_id != record.pk:
        raise Refused([_("This line belongs to another order.")])
    line.order = record
    return market.deliver_line(
        by=by, line=line, id=typed["id"] or new_id(), place=typed["place"], quantity=typed["quantity"], waybill=typed["waybill"], at=at
    )  # fmt: skip


ORDER_STEPS: dict[str, Step] = {
    "add_line": Step(_add, LineForm),
    "quote": Step(plain(market.send_quotation, "order"), QuoteForm),
    "order": Step(plain(market.place_order, "order"), ReferenceForm),
    "decline": Step(plain(market.decline_quotation, "order"), ReasonForm),
    "revise": Step(plain(market.revise_quotation, "order")),
    "deliver": Step(_deliver, DeliverForm),
    "close": Step(plain(market.close_order, "order")),
    "cancel": Step(plain(market.cancel_order, "order"), ReasonForm),
}
