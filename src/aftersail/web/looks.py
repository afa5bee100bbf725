"""How a stored state looks: its tone and icon, for every state machine of the product."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Tone = Literal["neutral", "info", "active", "waiting", "attention", "good", "bad"]


class Look(NamedTuple):
    """Tone of a badge and the name of its icon in icons.json."""

    tone: Tone
    icon: str


TONE_ICONS: Final[dict[str, str]] = {
    "neutral": "circle",
    "info": "info-circle",
    "active": "progress-check",
    "waiting": "hourglass",
    "attention": "alert-triangle",
    "good": "circle-check",
    "bad": "alert-circle",
}

STATE_LOOKS: Final[dict[str, Look]] = {
    # not begun
    "draft": Look("neutral", "pencil"),
    "new": Look("info", "inbox"),
    "open": Look("info", "circle-dot"),
    "planned": Look("info", "calendar-event"),
    "generated": Look("neutral", "calendar-event"),
    "requested": Look("info", "inbox"),
    "registered": Look("info", "inbox"),
    "received": Look("info", "inbox"),
    "sent": Look("info", "send"),
    "asked": Look("info", "send"),
    # under way
    "acknowledged": Look("active", "eye"),
    "triaged": Look("active", "adjustments-horizontal"),
    "diagnosing": Look("active", "stethoscope"),
    "approved": Look("active", "check"),
    "assigned": Look("active", "user-check"),
    "accepted": Look("active", "thumb-up"),
    "dispatched": Look("active", "send"),
    "contacted": Look("active", "phone"),
    "travelling": Look("active", "route"),
    "arrived": Look("active", "map-pin"),
    "on_site": Look("active", "map-pin"),
    "working": Look("active", "tool"),
    "running": Look("active", "player-play"),
    "reopened": Look("attention", "rotate-clockwise"),
    "temp_restored": Look("attention", "temperature"),
    # waits for somebody else
    "waiting": Look("waiting", "hourglass"),
    "given_up": Look("bad", "ban"),
    "suspended": Look("waiting", "player-pause"),
    "paused": Look("waiting", "player-pause"),
    "confirming": Look("waiting", "user-check"),
    "unreachable": Look("waiting", "phone"),
    "backordered": Look("waiting", "package"),
    "due": Look("waiting", "calendar-due"),
    "installed": Look("waiting", "hourglass"),
    "submitted": Look("waiting", "send"),
    "reserved": Look("active", "bookmark"),
    "picked": Look("active", "checklist"),
    "borrowed": Look("active", "user-check"),
    "at_calibration": Look("waiting", "ruler-measure"),
    "in_transit": Look("waiting", "truck"),
    "counting": Look("active", "checklist"),
    "counted": Look("waiting", "user-check"),
    "quoted": Look("info", "send"),
    "ordered": Look("active", "receipt"),
    "partly": Look("waiting", "truck-delivery"),
    # finished
    "consumed": Look("good", "puzzle"),
    "reconciled": Look("good", "circle-check"),
    "delivered": Look("good", "truck-delivery"),
    "posted": Look("good", "circle-check"),
    "repaired": Look("info", "tools"),
    "analysed": Look("good", "microscope"),
    "restored": Look("good", "circle-check"),
    "resolved_remote": Look("good", "phone"),
    "work_done": Look("good", "check"),
    "signed": Look("good", "signature"),
    "reviewed": Look("good", "shield-check"),
    "in_force": Look("good", "target"),
    "superseded": Look("neutral", "history"),
    "dropped": Look("neutral", "x"),
    "answered": Look("good", "message"),
    "converted": Look("good", "transfer"),
    "done": Look("good", "circle-check"),
    "issued": Look("good", "package"),
    "closed": Look("good", "circle-check"),
    "verified": Look("good", "shield-check"),
    "succeeded": Look("good", "circle-check"),
    "committed": Look("good", "database-import"),
    # ended otherwise
    "declined": Look("neutral", "ban"),
    "merged": Look("neutral", "git-merge"),
    "cancelled": Look("neutral", "ban"),
    "withdrawn": Look("neutral", "arrow-back-up"),
    "undone": Look("neutral", "arrow-back-up"),
    "expired": Look("neutral", "clock"),
    "retired": Look("neutral", "archive"),
    "archived": Look("neutral", "archive"),
    "inactive": Look("neutral", "circle-dashed"),
    "rejected": Look("bad", "x"),
    "refused": Look("bad", "x"),
    "returned": Look("attention", "arrow-back-up"),
    "aborted": Look("bad", "hand-stop"),
    "failed": Look("bad", "alert-circle"),
    "overdue": Look("bad", "alarm"),
    "scrapped": Look("neutral", "trash"),
    "lost": Look("bad", "zoom-question"),
    "due_soon": Look("attention", "calendar-due"),
    "overdue_locked": Look("bad", "lock"),
    "limited": Look("attention", "adjustments-horizontal"),
    "impact_review": Look("attention", "microscope"),
    # severities and warranty verdicts read like states
    "s1": Look("bad", "urgent"),
    "s2": Look("attention", "flame"),
    "s3": Look("info", "flag"),
    "s4": Look("neutral", "flag"),
    "in_warranty": Look("good", "shield-check"),
    "out_of_warranty": Look("neutral", "shield"),
    "warranty_unknown": Look("waiting", "shield-half"),
    "active": Look("good", "circle-check"),
    "in_service": Look("good", "ship"),
    "checked": Look("active", "checklist"),
    "passed": Look("good", "clipboard-check"),
    "design": Look("neutral", "pencil"),
    "installation": Look("info", "building-factory-2"),
    "commissioning": Look("info", "adjustments-horizontal"),
    "mooring_trial": Look("active", "map-pin"),
    "sea_trial": Look("active", "route"),
    "delivery": Look("attention", "transfer"),
    "overhaul": Look("waiting", "tool"),
    "retirement": Look("neutral", "archive"),
    "under_construction": Look("info", "building-factory-2"),
    "candidate": Look("neutral", "user-plus"),
    "ended": Look("neutral", "archive"),
    "offered": Look("info", "send"),
    "reported": Look("waiting", "hourglass"),
    "confirmed": Look("good", "circle-check"),
    "available": Look("good", "circle-check"),
    "on_leave": Look("neutral", "calendar"),
}


def look_of(state: object) -> Look:
    """Return the look of a state value, neutral for one nobody has described."""
    return STATE_LOOKS.get(str(state).lower(), Look("neutral", TONE_ICONS["neutral"]))


def look_of_tone(tone: str) -> Look:
    """Return the tone with its usual icon; an unknown tone reads as neutral."""
    known: Tone = tone if tone in TONE_ICONS else "neutral"  # type: ignore[assignment]
    return Look(known, TONE_ICONS[known])
