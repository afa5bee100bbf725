"""The registers of consultants and partners with their papers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master, Searched, one_by_one
from aftersail.people.actions.engagements import keep_access_within_term, open_to_partner
from aftersail.people.models import (
    Consultant,
    ConsultantAbsence,
    ConsultantClearance,
    ConsultantSpeciality,
    Partner,
    PartnerAgreement,
    PartnerQualification,
    PartnerRate,
    PartnerScope,
    ScoreEntry,
    ScoreWeight,
)
from aftersail.people.permissions import (
    CONTRACTORS,
    READERS,
    SCORERS,
    SEES_TERMS,
    may_keep_contracts,
    may_score,
)


def _find_consultant(one: Consultant) -> Searched:
    return Searched(f"{one.name} {one.number}", one.comes_from, (one.name_en, one.get_source_display()))


def _find_partner(one: Partner) -> Searched:
    return Searched(f"{one.name} {one.code}", one.get_kind_display(), (one.name_en, one.contact))


CONSULTANTS = Master(
    app="people", noun="consultant", plural="consultants", slug="consultants", model=Consultant,
    label=_("Service consultants"), new_label=_("New consultant"), icon="stethoscope",
    fields=(
        "number", "name", "name_en", "account", "source", "comes_from", "engaged_from", "engaged_until",
        "confidentiality_number", "confidentiality_signed_on", "confidentiality_until", "hours_a_week", "phone",
    ),
    readers=READERS, writers=CONTRACTORS, may_write=may_keep_contracts, searched=_find_consultant, house_only=True,
    settled=one_by_one(keep_access_within_term),
    help=_("Experts engaged for a term. After its end, or without a signed confidentiality agreement, nobody can invite them."),
)  # fmt: skip

SPECIALITIES = Master(
    app="people", noun="speciality", plural="specialities", slug="consultant-specialities", model=ConsultantSpeciality,
    label=_("Specialities"), new_label=_("New speciality"), icon="tools",
    fields=("consultant", "skill"),
    readers=READERS, writers=CONTRACTORS, may_write=may_keep_contracts, removable=True,
)  # fmt: skip

CLEARANCES = Master(
    app="people", noun="clearance", plural="clearances", slug="consultant-clearances", model=ConsultantClearance,
    label=_("Vessel clearances"), new_label=_("New clearance"), icon="certificate",
    fields=("consultant", "area", "number", "valid_from", "expires_on"),
    readers=READERS, writers=CONTRACTORS, may_write=may_keep_contracts, removable=True,
    help=_("Without an area a clearance holds for all."),
)  # fmt: skip

ABSENCES = Master(
    app="people", noun="absence", plural="absences", slug="consultant-absences", model=ConsultantAbsence,
    label=_("Absences of consultants"), new_label=_("New absence"), icon="calendar-event",
    fields=("consultant", "first_day", "last_day", "note"),
    readers=READERS, writers=CONTRACTORS, may_write=may_keep_contracts, removable=True,
)  # fmt: skip

PARTNERS = Master(
    app="people", noun="partner", plural="partners", slug="partners", model=Partner,
    label=_("Partners"), new_label=_("New partner"), icon="building-factory-2",
    fields=("code", "name", "name_en", "kind", "organisation", "contact", "phone", "port", "people_at_once"),
    readers=READERS, writers=CONTRACTORS, may_write=may_keep_contracts, searched=_find_partner, house_only=True,
    settled=one_by_one(open_to_partner),
    help=_("Bodies outside the house that work for us; none is sent outside its scope or after its papers end."),
)  # fmt: skip

SCOPES = Master(
    app="people", noun="scope", plural="scopes", slug="partner-scopes", model=PartnerScope,
    label=_("Scopes of partners"), new_label=_("New scope"), icon="target",
    fields=("partner", "line", "skill", "area", "service"),
    readers=READERS, writers=CONTRACTORS, may_write=may_keep_contracts, removable=True,
    help=_("An empty field means every one."),
)  # fmt: skip

QUALIFICATIONS = Master(
    app="people", noun="qualification", plural="qualifications", slug="partner-qualifications", model=PartnerQualification,
    label=_("Qualifications of partners"), new_label=_("New qualification"), icon="certificate",
    fields=("partner", "kind", "number", "issuer", "valid_from", "expires_on"),
    readers=READERS, writers=CONTRACTORS, may_write=may_keep_contracts, removable=True,
)  # fmt: skip

RATES = Master(
    app="people", noun="rate", plural="rates", slug="partner-rates", model=PartnerRate,
    label=_("Rates of partners"), new_label=_("New rate"), icon="receipt",
    fields=("partner", "kind", "price_cny", "valid_from", "valid_until"),
    readers=SEES_TERMS, writers=CONTRACTORS, may_write=may_keep_contracts, removable=True,
)  # fmt: skip

AGREEMENTS = Master(
    app="people", noun="agreement", plural="agreements", slug="partner-agreements", model=PartnerAgreement,
    label=_("Partner agreements"), new_label=_("New agreement"), icon="file-text",
    fields=("partner", "number", "title", "signed_on", "starts_on", "ends_on", "terms"),
    readers=SEES_TERMS, writers=CONTRACTORS, may_write=may_keep_contracts,
)  # fmt: skip

SCORE_WEIGHTS = Master(
    app="people", noun="score_weight", plural="score_weights", slug="score-weights", model=ScoreWeight,
    label=_("Weights of scores"), new_label=_("New weight"), icon="adjustments-horizontal",
    fields=("dimension", "weight"),
    readers=SEES_TERMS, writers=SCORERS, may_write=may_score, removable=True,
    help=_("How much each side counts; a side without a weight here counts with the house's default."),
)  # fmt: skip

SCORE_ENTRIES = Master(
    app="people", noun="score_entry", plural="score_entries", slug="partner-scores", model=ScoreEntry,
    label=_("Scores entered"), new_label=_("New score"), icon="star",
    fields=("partner", "quarter_from", "dimension", "score", "source"),
    readers=SEES_TERMS, writers=SCORERS, may_write=may_score, removable=True,
    help=_("For a side that no record of ours measures in that quarter; say where the score comes from."),
)  # fmt: skip
