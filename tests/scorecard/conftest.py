"""What tests of the scorecard share."""

from tests.fleet.conftest import signed_in  # noqa: F401 - the fixture is shared
