"""What people and mailboxes do with requests."""

from aftersail.intake.actions.requests import answer_request, identify_request, receive_request

__all__ = ["answer_request", "identify_request", "receive_request"]
