"""The one error that the embedded server raises."""


class DatabaseUnavailable(RuntimeError):
    """No database can be started here; the message is one line that says what to do."""
