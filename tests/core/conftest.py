"""What tests of the ground floor share: they read English."""

from tests.in_english import in_english  # noqa: F401 - the fixture is shared
