"""Reads of plans and trainings with their progress."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Count, ExpressionWrapper, F, FloatField, Q, QuerySet, Value, When
from django.utils import timezone

from aftersail.core.models import Account
from aftersail.people.models import DevelopmentPlan, StaffTraining, TrainingSeat


def plans(account: Account, on: date | None = None) -> QuerySet[DevelopmentPlan]:
    """Return plans with how many steps they have, how much of them is done (0–1, none without steps), how many are late."""
    day = on or timezone.localdate()
    done = Count("items", filter=Q(items__done_on__isnull=False), distinct=True)
    steps = Count("items", distinct=True)
    ratio = ExpressionWrapper(1.0 * F("done_count") / F("step_count"), output_field=FloatField())
    return (
        DevelopmentPlan.objects.visible_to(account)
        .annotate(
            step_count=steps,
            done_count=done,
            late_count=Count("items", filter=Q(items__done_on=None, items__due_on__lt=day), distinct=True),
        )
        .annotate(
            completion=Case(When(step_count=0, then=Value(None)), default=ratio, output_field=FloatField())
        )
    )


def trainings(account: Account) -> QuerySet[StaffTraining]:
    """Return trainings with their places and how many passed."""
    return StaffTraining.objects.visible_to(account).annotate(
        seat_count=Count("seats", distinct=True),
        passed_count=Count("seats", filter=Q(seats__result=TrainingSeat.Result.PASSED), distinct=True),
    )
