"""The intake's gates to the outside: the mailbox of the service."""
