"""The registers of shift patterns and of who works them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master
from aftersail.people.models import RosterLine, ShiftPattern
from aftersail.people.permissions import DISPATCHERS, KEEPERS, READERS, may_keep_places, may_keep_staff_of
from aftersail.people.registers.checks import roster_line_is_alone

PATTERNS = Master(
    app="people", noun="shift_pattern", plural="shift_patterns", slug="shift-patterns", model=ShiftPattern,
    label=_("Shift patterns"), new_label=_("New shift pattern"), icon="clock",
    fields=(
        "code", "name", "name_en", "cycle", "day_from_hour", "day_until_hour", "night_from_hour", "night_until_hour",
    ),
    readers=READERS, writers=DISPATCHERS, may_write=may_keep_places,
    help=_("A cycle of days: D day, N night, C on call, O off. Nobody is proposed for work that begins on a day off."),
)  # fmt: skip

ROSTER = Master(
    app="people", noun="roster_line", plural="roster", slug="roster", model=RosterLine,
    label=_("Roster"), new_label=_("Put on a roster"), icon="calendar",
    fields=("staff", "pattern", "first_day", "last_day"),
    readers=READERS, writers=KEEPERS, may_write=lambda account, line: may_keep_staff_of(account, line.staff.station_id),
    removable=True, check=roster_line_is_alone,
    help=_("The first day is the first of the cycle. Without a roster a person follows the house's calendar."),
)  # fmt: skip
