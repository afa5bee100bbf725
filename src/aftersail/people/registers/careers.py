"""The registers of the ladder and of postings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master, one_by_one
from aftersail.people.models import GradeCriterion, Posting, Promotion
from aftersail.people.permissions import (
    GROWTH_READERS,
    KEEPERS,
    LADDER_KEEPERS,
    may_keep_ladder,
    may_keep_staff_of,
    may_promote,
)
from aftersail.people.registers.checks import promote, promotion_is_a_step

CRITERIA = Master(
    app="people", noun="grade_criterion", plural="grade_criteria", slug="grade-criteria", model=GradeCriterion,
    label=_("Grade ladder"), new_label=_("New criteria of a grade"), icon="award",
    fields=(
        "grade", "least_months", "least_field_hours", "least_ftfr_percent", "least_skills", "skill_level", "certificate_kinds",
    ),
    readers=GROWTH_READERS, writers=LADDER_KEEPERS, may_write=may_keep_ladder, removable=True,
    help=_("What a person must show to rise into a grade."),
)  # fmt: skip

PROMOTIONS = Master(
    app="people", noun="promotion", plural="promotions", slug="promotions", model=Promotion,
    label=_("Promotions"), new_label=_("New promotion"), icon="trending-up",
    fields=("staff", "to_grade", "promoted_on", "grounds"),
    readers=GROWTH_READERS, writers=LADDER_KEEPERS | KEEPERS,
    may_write=lambda account, promotion: may_promote(account, promotion.staff.station_id),
    check=promotion_is_a_step, settled=one_by_one(promote),
    help=_("One grade up at a time; the person's record takes the new grade at once."),
)  # fmt: skip

POSTINGS = Master(
    app="people", noun="posting", plural="postings", slug="postings", model=Posting,
    label=_("Postings"), new_label=_("New posting"), icon="transfer",
    fields=("staff", "stage", "station", "task", "first_day", "last_day"),
    readers=GROWTH_READERS, writers=KEEPERS,
    may_write=lambda account, posting: may_keep_staff_of(account, posting.staff.station_id), removable=True,
    help=_("Who works for how long at which link of the chain: design, production, commissioning, after-sales service."),
)  # fmt: skip
