"""Rosters: who works which pattern of shifts, from which day on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.people.models.staff import OfStaff, Staff


class ShiftPattern(Record):
    """A cycle of days, one letter a day: D day, N night, C on call, O off; hours of the clock at home."""

    reach = Reach(shared="hours of work of the house")
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    cycle = models.CharField(
        _("cycle"), max_length=42,
        help_text=_("One letter a day: D day, N night, C on call, O off. DDDDDOO is five days on, two off."),
    )  # fmt: skip
    day_from_hour = models.PositiveSmallIntegerField(_("day shift from (hour)"), default=8)
    day_until_hour = models.PositiveSmallIntegerField(_("day shift until (hour)"), default=17)
    night_from_hour = models.PositiveSmallIntegerField(_("night shift from (hour)"), default=20)
    night_until_hour = models.PositiveSmallIntegerField(_("night shift until (hour)"), default=8)

    class Meta:
        verbose_name = _("shift pattern")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(cycle__regex="^[DNCO]+$"),
                name="shift_cycle_is_of_known_days",
                violation_error_message=_("A cycle holds the letters D, N, C and O only, one a day."),
            ),
            models.CheckConstraint(
                condition=Q(
                    day_from_hour__lt=F("day_until_hour"), day_until_hour__lte=24,
                    night_from_hour__lte=24, night_until_hour__lte=24,
                ),
                name="shift_hours_are_of_a_clock",
                violation_error_message=_("Hours lie between 0 and 24, and a day shift ends after it begins."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class RosterLine(OfStaff, Record):
    """A person works a pattern from a day on, which is the first day of the cycle."""

    reach = Reach(shared="planning needs to know across stations who is on duty")
    staff = models.ForeignKey(
        Staff, models.CASCADE, related_name="roster", verbose_name=_("staff member"), db_index=False
    )
    pattern = models.ForeignKey(
        ShiftPattern, models.PROTECT, related_name="lines", verbose_name=_("shift pattern")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("roster line")
        ordering = ("-first_day",)
        constraints = (
            models.UniqueConstraint(fields=("staff", "first_day"), name="roster_line_begins_once"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="roster_line_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff} · {self.pattern} · {self.first_day}"
