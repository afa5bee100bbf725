"""States of leave: asked for, granted, refused, taken back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.roles import Role
from aftersail.core.states import Machine, move


class LeaveState(models.TextChoices):
    """Where a leave stands; only an approved one keeps a person from being sent."""

    REQUESTED = "requested", pgettext_lazy("leave", "Requested")
    APPROVED = "approved", pgettext_lazy("leave", "Approved")
    REFUSED = "refused", pgettext_lazy("leave", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("leave", "Withdrawn")


L = LeaveState
DECIDERS = (Role.STATION_MANAGER, Role.DISPATCHER)
ASKERS = (Role.ENGINEER, Role.SERVICE_MANAGER, Role.DESIGNER, Role.QUALITY, Role.CONSULTANT, *DECIDERS)

LEAVE = Machine(
    noun="leave",
    initial=L.REQUESTED,
    transitions=(
        move("approve", {L.REQUESTED, L.REFUSED}, L.APPROVED, DECIDERS, _("Approve"), primary=True),
        move("refuse", L.REQUESTED, L.REFUSED, DECIDERS, _("Refuse"), guard="says_why", danger=True),
        move("withdraw", {L.REQUESTED, L.APPROVED}, L.WITHDRAWN, ASKERS, _("Take back"), guard="not_begun"),
    ),
    terminal=frozenset({L.WITHDRAWN}),
)

COUNTING = frozenset({L.REQUESTED, L.APPROVED})
"""Leave that stands or may yet stand: two of them on one day are a mistake."""


class EditionState(models.TextChoices):
    """Where an edition stands; one that was in force is never changed again."""

    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")


RULE_KEEPERS = (Role.QUALITY, Role.EXECUTIVE)
"""Who writes policy and duties."""

EDITION = Machine(
    noun="edition",
    initial=EditionState.DRAFT,
    transitions=(
        move(
            "put_in_force", EditionState.DRAFT, EditionState.IN_FORCE, RULE_KEEPERS, _("Put in force"),
            guard="edition_is_complete", primary=True,
        ),
        move("supersede", EditionState.IN_FORCE, EditionState.SUPERSEDED, RULE_KEEPERS, _("Supersede")),
    ),
    terminal=frozenset({EditionState.SUPERSEDED}),
)  # fmt: skip


class EngagementState(models.TextChoices):
    """Where the engagement of a consultant or partner stands; only an active one may be given work."""

    CANDIDATE = "candidate", _("Candidate")
    ACTIVE = "active", pgettext_lazy("engagement", "Engaged")
    SUSPENDED = "suspended", pgettext_lazy("engagement", "Suspended")
    ENDED = "ended", pgettext_lazy("engagement", "Ended")


E = EngagementState
CONTRACT_KEEPERS = (Role.DISPATCHER, Role.FINANCE)
"""Who engages consultants and partners."""

ENGAGEMENT = Machine(
    noun="engagement",
    initial=E.CANDIDATE,
    transitions=(
        move("engage", {E.CANDIDATE, E.SUSPENDED}, E.ACTIVE, CONTRACT_KEEPERS, _("Engage"), guard="papers_in_order", primary=True),
        move("suspend", E.ACTIVE, E.SUSPENDED, CONTRACT_KEEPERS, pgettext_lazy("engagement", "Suspend"), guard="reason_given"),
        move("end", {E.CANDIDATE, E.ACTIVE, E.SUSPENDED}, E.ENDED, CONTRACT_KEEPERS, _("End the engagement"), guard="reason_given", danger=True),
    ),
    terminal=frozenset({E.ENDED}),
)  # fmt: skip
