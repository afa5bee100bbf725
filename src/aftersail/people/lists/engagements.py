"""The lists of consultants and partners with their papers."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.lists import Column, Filter, ListSpec, choices_from
from aftersail.people.lists import area_choices, expiry_cell, skill_choices, today
from aftersail.people.models import Consultant, Partner
from aftersail.people.models.consultants import ConsultantSource
from aftersail.people.models.partner_terms import PartnerService, RateKind
from aftersail.people.models.partners import PartnerKind
from aftersail.people.models.scores import ScoreDimension
from aftersail.people.permissions import SEES_TERMS
from aftersail.people.queries import EXPIRES_SOON_DAYS
from aftersail.people.states import EngagementState

consultant_choices = choices_from(lambda account: Consultant.objects.visible_to(account), "name", "name_en")
partner_choices = choices_from(lambda account: Partner.objects.visible_to(account), "name", "name_en")
CONSULTANT = Column("consultant", _("Service consultant"), path="consultant__name", english="consultant__name_en", sort="consultant__number")  # fmt: skip
PARTNER = Column(
    "partner", _("Partner"), path="partner__name", english="partner__name_en", sort="partner__code"
)
OF_CONSULTANT = Filter(
    "consultant", _("Service consultant"), path="consultant_id", choices=consultant_choices
)
OF_PARTNER = Filter("partner", _("Partner"), path="partner_id", choices=partner_choices)


def _soon(path: str) -> Filter:
    def ending(_value: str, _request: SignedInRequest) -> Q:
        return Q(**{f"{path}__lte": today() + timedelta(days=EXPIRES_SOON_DAYS)})

    return Filter("soon", _("Ended or ending soon"), kind="flag", apply=ending)


CONSULTANTS = ListSpec(
    page="people:consultants",
    columns=(
        Column("number", _("Number"), sort=True),
        Column("name", _("Full name"), english="name_en", sort=True, link="people:consultant", title=True),
        Column("state", _("State"), kind="state", choices=EngagementState.choices, sort=True),
        Column("source", _("Source"), kind="choice", choices=ConsultantSource.choices),
        Column("knows", _("Specialities"), english="knows_en"),
        Column("engaged_until", _("Engaged until"), kind="day", sort=True, paint=expiry_cell, export=lambda day: day),
        Column("cleared_until", _("Cleared until"), kind="day", sort=True, paint=expiry_cell, export=lambda day: day),
        Column("hours_a_week", _("Hours a week"), kind="number", sort=True, phone=False),
        Column("at_hand", _("Available today"), kind="yes"),
    ),
    default_sort="number",
    filters=(
        Filter("state", _("State"), choices=EngagementState.choices),
        Filter("source", _("Source"), choices=ConsultantSource.choices),
        Filter("skill", _("Speciality"), choices=skill_choices, apply=lambda value, _r: Q(specialities__skill_id=value)),
        Filter("available", _("Available today"), kind="flag", apply=lambda _v, _r: Q(at_hand=True)),
        _soon("engaged_until"),
    ),
    search_paths=("number", "name", "name_en", "comes_from"),
    empty=_("No consultant yet. Enter experts and retired personnel with term, speciality and confidentiality agreement."),
)  # fmt: skip

SPECIALITIES = ListSpec(
    page="people:specialities",
    columns=(
        CONSULTANT,
        Column("skill", _("Speciality"), path="skill__name", english="skill__name_en", sort=True, link="people:speciality", title=True),
    ),
    default_sort="consultant",
    filters=(OF_CONSULTANT, Filter("skill", _("Speciality"), path="skill_id", choices=skill_choices)),
    search_paths=("consultant__name", "skill__name", "skill__name_en"),
)  # fmt: skip

CLEARANCES = ListSpec(
    page="people:clearances",
    columns=(
        CONSULTANT,
        Column("number", _("Number"), link="people:clearance", title=True),
        Column("area", _("Area"), path="area__name", english="area__name_en"),
        Column("valid_from", _("Valid from"), kind="day", sort=True),
        Column("expires_on", _("Expires"), kind="day", sort=True, paint=expiry_cell, export=lambda day: day),
    ),
    default_sort="expires_on",
    filters=(OF_CONSULTANT, _soon("expires_on")),
    search_paths=("consultant__name", "number"),
)  # fmt: skip

ABSENCES = ListSpec(
    page="people:absences",
    columns=(
        Column("consultant", _("Service consultant"), path="consultant__name", english="consultant__name_en", link="people:absence", title=True),
        Column("first_day", _("First day"), kind="day", sort=True),
        Column("last_day", _("Last day"), kind="day", sort=True),
        Column("note", _("Note")),
    ),
    default_sort="-first_day",
    filters=(OF_CONSULTANT,),
    search_paths=("consultant__name", "note"),
)  # fmt: skip

PARTNERS = ListSpec(
    page="people:partners",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="people:partner", title=True),
        Column("state", _("State"), kind="state", choices=EngagementState.choices, sort=True),
        Column("kind", _("Kind"), kind="choice", choices=PartnerKind.choices),
        Column("trades", _("Scope"), english="trades_en"),
        Column("port", _("Port"), path="port__name", english="port__name_en", sort="port__code"),
        Column("qualified_until", _("Next qualification ends"), kind="day", sort=True, paint=expiry_cell, export=lambda day: day),
        Column("agreed_until", _("Agreement ends"), kind="day", sort=True, paint=expiry_cell, export=lambda day: day, roles=SEES_TERMS),
    ),
    default_sort="code",
    filters=(
        Filter("state", _("State"), choices=EngagementState.choices),
        Filter("kind", _("Kind"), choices=PartnerKind.choices),
        Filter("skill", _("Scope"), choices=skill_choices, apply=lambda value, _r: Q(scopes__skill_id=value) | Q(scopes__skill=None, scopes__isnull=False)),
        _soon("qualified_until"),
    ),
    search_paths=("code", "name", "name_en", "contact"),
    empty=_("No partner yet. Enter one, then its scope, qualification and agreement."),
)  # fmt: skip

SCOPES = ListSpec(
    page="people:scopes",
    columns=(
        Column("partner", _("Partner"), path="partner__name", english="partner__name_en", sort="partner__code", link="people:scope", title=True),
        Column("line", _("Line no."), kind="number"),
        Column("skill", _("Product family or trade"), path="skill__name", english="skill__name_en"),
        Column("area", _("Area"), path="area__name", english="area__name_en"),
        Column("service", _("Service"), kind="choice", choices=PartnerService.choices),
    ),
    default_sort="partner",
    filters=(
        OF_PARTNER, Filter("skill", _("Product family or trade"), path="skill_id", choices=skill_choices),
        Filter("area", _("Area"), path="area_id", choices=area_choices),
    ),
    search_paths=("partner__name", "skill__name", "skill__name_en"),
)  # fmt: skip

QUALIFICATIONS = ListSpec(
    page="people:qualifications",
    columns=(
        PARTNER,
        Column("kind", _("Qualification"), link="people:qualification", title=True),
        Column("number", _("Number"), phone=False),
        Column("issuer", _("Certifying body"), phone=False),
        Column("expires_on", _("Expires"), kind="day", sort=True, paint=expiry_cell, export=lambda day: day),
    ),
    default_sort="expires_on",
    filters=(OF_PARTNER, _soon("expires_on")),
    search_paths=("partner__name", "kind", "number"),
)  # fmt: skip

RATES = ListSpec(
    page="people:rates",
    columns=(
        Column("partner", _("Partner"), path="partner__name", english="partner__name_en", sort="partner__code", link="people:rate", title=True),
        Column("kind", _("Price of"), kind="choice", choices=RateKind.choices),
        Column("price_cny", _("Price (CNY)"), kind="money", sort=True),
        Column("valid_from", _("Valid from"), kind="day", sort=True),
        Column("valid_until", _("Valid until"), kind="day"),
    ),
    default_sort="partner",
    filters=(OF_PARTNER, Filter("kind", _("Price of"), choices=RateKind.choices)),
    search_paths=("partner__name",),
)  # fmt: skip

AGREEMENTS = ListSpec(
    page="people:agreements",
    columns=(
        Column("number", _("Number"), sort=True),
        Column("title", _("Title"), link="people:agreement", title=True),
        PARTNER,
        Column("starts_on", _("First day"), kind="day", sort=True),
        Column("ends_on", _("Last day"), kind="day", sort=True, paint=expiry_cell, export=lambda day: day),
    ),
    default_sort="ends_on",
    filters=(OF_PARTNER, _soon("ends_on")),
    search_paths=("number", "title", "partner__name"),
)  # fmt: skip

SCORE_WEIGHTS = ListSpec(
    page="people:score_weights",
    columns=(
        Column("dimension", _("Side measured"), kind="choice", choices=ScoreDimension.choices, sort=True, link="people:score_weight", title=True),
        Column("weight", _("Weight"), kind="number", sort=True),
    ),
    default_sort="dimension",
)  # fmt: skip

SCORE_ENTRIES = ListSpec(
    page="people:score_entries",
    columns=(
        Column("partner", _("Partner"), path="partner__name", english="partner__name_en", sort="partner__code", link="people:score_entry", title=True),
        Column("quarter_from", _("Quarter from"), kind="day", sort=True),
        Column("dimension", _("Side measured"), kind="choice", choices=ScoreDimension.choices),
        Column("score", _("Score (0–100)"), kind="number", places=1, sort=True),
        Column("source", _("Source")),
    ),
    default_sort="-quarter_from",
    filters=(OF_PARTNER, Filter("dimension", _("Side measured"), choices=ScoreDimension.choices)),
    search_paths=("partner__name", "source"),
)  # fmt: skip
