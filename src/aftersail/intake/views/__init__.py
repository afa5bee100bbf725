"""Pages of the intake."""

from aftersail.intake.views.fax import fax_new
from aftersail.intake.views.mailbox import mail, mailbox, read_now, take_in
from aftersail.intake.views.pages import (
    answer,
    identify,
    new,
    request_page,
    requests,
    scan,
    thanks,
    track,
    unit_options,
    vessel_options,
)

__all__ = [
    "answer",
    "fax_new",
    "identify",
    "mail",
    "mailbox",
    "new",
    "read_now",
    "request_page",
    "requests",
    "scan",
    "take_in",
    "thanks",
    "track",
    "unit_options",
    "vessel_options",
]
