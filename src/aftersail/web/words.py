"""The phrases that the desk's scripts show, translated for the page they run on."""

from __future__ import annotations

from django.utils.translation import gettext as _


def script_words() -> dict[str, str]:
    """Return phrase by key, as frontend/src/desk/words.ts asks for them; %s stands for a value."""
    return {
        "board_asking": _("Asking who could go…"),
        "board_first": _("Proposed first: %s"),
        "board_left": _("Left where it was."),
        "board_others": _("Also looking at this board: %s"),
        "cancel": _("Cancel"),
        "close": _("Close"),
        "confirm": _("Confirm"),
        "copied": _("Copied"),
        "drop_reason": _("Reason"),
        "drop_start": _("Work starts"),
        "file_too_large": _("Too large, left out: %s"),
        "go_to": _("Go to"),
        "move_refused": _("The card could not be moved."),
        "move_to": _("Move to"),
        "no_data": _("no data"),
        "no_move": _("No further step is open to you from here."),
        "offline": _("No connection to the server. What you typed is still here; try again in a moment."),
        "open": _("Open it"),
        "passkey_failed": _("The device gave no passkey. Try again, or use another way."),
        "remove_file": _("Remove %s"),
        "request_failed": _("The server could not do this. Reload the page and try again."),
        "show_table": _("Show as table"),
    }
