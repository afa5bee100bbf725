"""States of a satisfaction card, and why one may be declined."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.roles import Role
from aftersail.core.states import Machine, move


class CardState(models.TextChoices):
    """Where a card stands."""

    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", pgettext_lazy("card", "Answered")
    DECLINED = "declined", pgettext_lazy("card", "Declined")


class DeclineCode(models.TextChoices):
    """Why no answer was given (R85)."""

    NO_TIME = "no_time", _("No time")
    NOT_ALLOWED = "not_allowed", _("Not allowed to answer")
    NOT_CONCERNED = "not_concerned", _("Was not present")
    UNREACHABLE = "unreachable", _("Not reached after three tries")
    OTHER = "other", _("Other")


class Subject(models.TextChoices):
    """The three subjects of satisfaction (R89)."""

    PRODUCT = "product", _("Product quality")
    DELIVERY = "delivery", _("Delivery")
    SERVICE = "service", _("After-sales service")


class Item(models.TextChoices):
    """What is scored 1–5: attitude (R07), conduct (R31), and one question for each subject (R89)."""

    PATIENCE = "patience", _("Patience")
    CARE = "care", pgettext_lazy("attitude", "Care")
    THOROUGHNESS = "thoroughness", _("Thoroughness")
    BEARING = "bearing", _("Appearance")
    CONDUCT = "conduct", _("Conduct")
    SKILL = "skill", _("Professional skill")
    KNOWLEDGE = "knowledge", _("Knowledge")
    PRODUCT = "product", _("The product")
    DELIVERY = "delivery", _("The delivery")
    SERVICE = "service", _("The service")


ATTITUDE = (Item.PATIENCE, Item.CARE, Item.THOROUGHNESS)
CONDUCT = (Item.BEARING, Item.CONDUCT, Item.SKILL, Item.KNOWLEDGE)
SUBJECT_ITEMS = {
    Item.PRODUCT: Subject.PRODUCT,
    Item.DELIVERY: Subject.DELIVERY,
    Item.SERVICE: Subject.SERVICE,
}


def subject_of(item: str) -> Subject:
    """Return the subject to which an item counts: what people did counts to the service."""
    return SUBJECT_ITEMS.get(Item(item), Subject.SERVICE)


class CardEvent(models.TextChoices):
    """At which service event the card was handed out (R85, R86)."""

    VISIT = "visit", _("Visit on board")
    REMOTE = "remote", _("Remote help")
    TRAINING = "training", _("Training")
    MOORING_TRIAL = "mooring_trial", _("Mooring trial")
    SEA_TRIAL = "sea_trial", _("Sea trial")
    AD_HOC = "ad_hoc", _("At any time")


ANSWERERS = (Role.CREW, Role.FLEET_MANAGER, Role.YARD)
RECORDERS = (*ANSWERERS, Role.DISPATCHER, Role.SERVICE_MANAGER, Role.STATION_MANAGER)

CARD = Machine(
    noun="satisfaction card",
    initial=CardState.OPEN,
    transitions=(
        move("answer", CardState.OPEN, CardState.ANSWERED, RECORDERS, _("Answer"), primary=True),
        move("decline", CardState.OPEN, CardState.DECLINED, RECORDERS, _("Declined"), guard="decline_code"),
    ),
    terminal=frozenset({CardState.ANSWERED, CardState.DECLINED}),
)
