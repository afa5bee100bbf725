"""What a plan says of its steps and of what it leaves out: kept as a code with its arguments, read in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.verdicts import Reason

SENTENCES: dict[str, Reason] = {
    # why a step is proposed
    "way": _("{hours} h journey, from {place}."),
    "team_of": _("Goes as a team: {people}."),
    "on_board": _("On board of the same ship for {orders} as well."),
    "after_part": _("Begins once {part} is there, on {day}."),
    "after_first": _("Begins after {first}, which ends at {until}."),
    "after_order": _("Begins after {first} has ended."),
    "one_visit": _("One visit with {orders}."),
    "in_time": _("On board {hours} h before the promise."),
    "late": _("On board {hours} h after the promise."),
    "steward": _("Is the ship's own service manager."),
    "hands_over": _("{who} hands over: the whole plan costs less that way."),
    "shifted": _("Moved by {hours} h: the whole plan costs less that way."),
    "pushed": _("Moved by {hours} h, because {order} goes first."),
    "sooner": _("On board {hours} h sooner than within working hours."),
    "door_to_ship": _("{hours} h journey, door to ship."),
    "rests": _("Work at night: rests until {until}."),
    "too_late": _("Could be aboard at {start}: too late for {hours} h of work before the ship's window closes at {closes}."),
    # why a partner is proposed
    "partner_hour": _("{who}, a partner: {price} CNY an hour, for this order about {cost} CNY with journey and call-out."),
    "partner_day": _("{who}, a partner: {price} CNY a day, for this order about {cost} CNY with journey and call-out."),
    "partner_alone": _("No engineer of ours could go."),
    "partner_sooner": _("An engineer of ours would be on board {hours} h later, after the promise."),
    "partner_cheaper": _("To send an engineer of ours would cost {amount} CNY more, with all that it would move."),
    "partner_fits": _("The whole plan costs less that way than with an engineer of ours."),
    # why a promise cannot be kept
    "on_leave": _("{who} is on leave {first} – {last}."),
    "window_is": _("The ship's window is now {since} – {until}."),
    "calendar_blocks": _("The user's calendar blocks {first} – {last}."),
    "part_later": _("{part} arrives only on {day}."),
    "busy_until": _("{who} is at work on {order} until {until}."),
    "called_out": _("{who} is called out for {order} and cannot be there in time."),
    # what is wrong with what a plan is made from
    "nobody_can": _("{order}: nobody chosen has {skill} at level {level} with the papers that the order asks for. Plan with more stations, or train or certify somebody."),
    "nobody_along": _("{order}: nobody chosen can be person {n} of the team ({skill} at level {level}, with the papers asked for). Plan with more stations, or train or certify somebody."),
    "nobody_goes_along": _("{order}: nobody chosen has the papers that are asked of person {n} of the team. Plan with more stations, or certify somebody."),
    "nobody_goes": _("{order}: nobody chosen has the papers that the order asks for. Plan with more stations, or certify somebody."),
    "nobody_may": _("{order}: nobody of ours who was chosen has {skill} at level {level} with the papers that the order asks for, and no partner may be sent for it. Plan with more stations, train or certify somebody, or widen the scope of a partner."),
    "nobody_may_go": _("{order}: nobody of ours who was chosen has the papers that the order asks for, and no partner may be sent for it. Plan with more stations, certify somebody, or widen the scope of a partner."),
    "team_too_few": _("{order}: {members} people are needed, {people} could go. Plan with more stations."),
    "no_window": _("{order}: the ship cannot be reached in these days. Agree on a window with the ship."),
    "window_too_short": _("{order}: the ship's window is shorter than the {hours} h of work. Agree on a longer one, or split the order."),
    "window_before_parts": _("{order}: the ship's window closes before the parts are there. Agree on a later one, or speed the parts up."),
    "window_before_part": _("{order}: {part} arrives on {day}, and the ship's window leaves no room for the work after that. Agree on a later window, or speed the part up."),
    "window_before_first": _("{order}: {first}, which comes before it, ends at {until}, and the ship's window leaves no room after that. Agree on a later window, or untie the two."),
    "window_over": _("{order}: the ship's window is over, or too little of it is left. Agree on a new one with the ship."),
    "window_later": _("{order}: the ship's window goes on after these days. It is planned with the days that follow."),
    "later_part": _("{order}: {part} arrives on {day}; the ship's window goes on after these days. It is planned with the days that follow."),
    "later_first": _("{order}: {first}, which comes before it, ends at {until}; the ship's window goes on after these days. It is planned with the days that follow."),
    "part_undated": _("{order}: {part} is owed, and nobody has said when it arrives. Say so on its issue, then plan again."),
    "part_overdue": _("{order}: {part} was to arrive on {day} and is not there. Say anew on its issue when it arrives, then plan again."),
    "first_unplanned": _("{order}: {first} comes before it, to which nobody is promised and which is not planned now. Approve or plan {first} first, or untie the two."),
    "visit_waits": _("{order}: it is one visit with {other}, which cannot be planned yet. See there why, or take it out of the visit."),
    "no_tool": _("{order}: nobody who could go has a {tool} with a calibration good for these days, at the station or on loan. Calibrate or move one there, or plan with more stations."),
    "no_home": _("{who}: the station lies at no known port, so that no journey can be reckoned. Enter the station's port."),
    "locks_clash": _("{order} and {other} are both locked for the same person at the same time; the first is kept. Take one lock off."),
    "lock_breaks_rule": _("{order}: the lock breaks a rule. Take it off, or see to it that the rule is kept."),
    "region_broke": _("{region}: its part of the plan did not come through ({why}). Its orders were planned with the seams between the regions; plan this area again by itself."),
    "region_stale": _("{region}: something promised changed while it was planned, so it was planned again."),
    "crowded_ship": _("{orders} orders lie on one ship. See whether that is meant."),
    "circle": _("{order}: orders wait for each other in a circle. Untie one."),
    "contradiction": _("{order}: what is on record contradicts itself ({flaw}). Look at the order."),
    # why an order is left out
    "left_no_window": _("The ship's window closes before the work could be done."),
    "left_no_gap": _("No free stretch lies in the ship's window."),
    "left_absent": _("Those who could go are away or off duty then."),
    "left_limit": _("Those who could go have no hours left."),
    "left_certificate": _("Those who are free lack a paper."),
    "left_certificate_dates": _("Those who are free hold a paper that ends before the work."),
    "left_kit": _("Those who are free lack the equipment."),
    "left_stock": _("Those who are free have too few of the parts with them, and no store lies on their way in time."),
    "left_skill": _("Those who are free lack the skill or its level."),
    "left_level": _("Those who are free lack the skill or its level."),
    "left_no_home": _("It is not known from where those who could go set out."),
    "left_locked_to_others": _("A lock keeps it from whoever could go."),
    "left_barred": _("Only a partner could go, and a plan may not send it for this order."),
    "left_predecessor": _("Work that must come before it is not planned."),
    "left_team": _("Nobody could go even if one rule were lifted."),
    "left_not_worth": _("To do it would cost more than to leave it out."),
    "left_fits": _("Nothing stands against it: the search ended before it found the place. Insert it, or plan again for longer."),
    "left_unexamined": _("Left out; more urgent orders left out are explained first."),
    "left_after_part": _("{part} arrives on {day}; after that no free stretch lies in the ship's window."),
    "left_after_first": _("{first} comes before it and ends at {until}; after that no free stretch lies in the ship's window."),
    # what would let it in
    "sooner_part": _("Have {part} sooner than {day}."),
    "sooner_first": _("Let {first} end sooner than {until}."),
    "open_window": _("Agree with the ship on a window until {until}."),
    "without_predecessor": _("Plan {name} first, or untie the two."),
    "free_engineer": _("Free {who} from {since} to {until}."),
    "raise_limit": _("Let {who} work {hours} h in these days."),
    "certify": _("Certify {who}: {name}."),
    "equip": _("Equip {who}: {name}."),
    "supply": _("Give {who} {number} × {name} to take along."),
    "train": _("Train {who} in {name} to level {level}."),
    "home": _("Enter the port of {who}'s station."),
    "admit": _("Widen the scope of {who}, if it can do this work."),
    "widen_scope": _("Widen the scope of {who}, if it can do this work."),  # drafts hold it, no plan says it any more
    "offer_by_hand": _("Offer it to {who} by hand, if it can do this work: a plan gives partners no order for a team."),
    "partner_port": _("Enter the port that {who} sets out from: the work lies within its scope."),
    "partner_papers": _("Renew the papers of {who}: the work lies within its scope, but qualification and agreement do not cover these days."),
    "partner_price": _("Agree on a price for work with {who}: it lies within its scope."),
    "partner_paused": _("Engage {who} again: the work lies within its scope."),
    "raise_priority": _("Raise its severity."),
    "move_due": _("Agree on a promise for {until}."),
    "unlock": _("Take the lock off {order}."),
    "team_by_hand": _("Other people are promised than the order asks for: move them on the board."),
}  # fmt: skip
"""Every sentence that is kept; a code once used keeps its arguments, since drafts hold them."""

WHY_A_PARTNER = frozenset({"partner_alone", "partner_sooner", "partner_cheaper", "partner_fits"})
"""The sentences that say why a partner goes, and not an engineer of ours."""

COSTS: dict[str, Reason] = {
    "unserved": _("Orders left out"),
    "late": _("Later than promised"),
    "travel": _("Journeys"),
    "lodging": _("Nights away"),
    "boarding": _("Going aboard"),
    "rates": _("Partners"),
    "overtime": pgettext_lazy("plan", "Overtime"),
    "changed": _("Changed engineers"),
    "later": _("Later than announced"),
    "steward": _("Without the ship's own service manager"),
    "unevenness": _("Uneven load"),
}
"""The parts of a plan's cost, in the order of their weight."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, read in the language in force when it is shown."""

    code: str
    args: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return str(SENTENCES[self.code]).format_map(dict(self.args))

    def as_json(self) -> dict[str, Any]:
        """Return it as a draft keeps it."""
        return {"say": self.code, **dict(self.args)}


def sentence(code: str, /, **args: Any) -> Sentence:
    """Return a sentence; KeyError for a code that is not in the table."""
    if code not in SENTENCES:
        raise KeyError(code)
    return Sentence(code, tuple(args.items()))


def sentence_kept(kept: Mapping[str, Any]) -> Sentence:
    """Return a kept sentence."""
    return sentence(str(kept["say"]), **{name: value for name, value in kept.items() if name != "say"})


MEANS: dict[str, tuple[Reason, bool]] = {
    "left_out": (_("Orders left out"), False),
    "late": (_("Promises kept late"), False),
    "late_h": (_("Late, in hours"), False),
    "way_h": (_("On the way, in hours"), False),
    "travel": (_("Travel and hours on the way, CNY"), False),
    "partners": (_("To partners, CNY"), False),
    "nights": (_("Nights away from home"), False),
    "own": (_("Orders that the ship's own service manager goes to"), True),
}
"""What a plan means, and whether more of it is better; names as in `engines.dispatch.Measures`, and what partners ask where they are planned."""
