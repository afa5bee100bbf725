"""Chapter 8: the key figures of the service and what stands behind them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScorecardConfig(AppConfig):
    """Puts the key figures on the rail."""

    name = "aftersail.scorecard"
    verbose_name = _("Scorecard")

    def ready(self) -> None:
        """Join the shell."""
        from aftersail.core import navigation
        from aftersail.scorecard.permissions import LADDER_READERS, READERS, WORKLOAD_READERS

        navigation.entry(
            "scorecard",
            _("Key figures"),
            "scorecard:kpi",
            "gauge",
            READERS,
            order=10,
            pinned=True,
            short=_("Figures"),
        )
        navigation.entry(
            "scorecard", _("Load"), "scorecard:workload", "chart-bar", WORKLOAD_READERS, order=20
        )
        navigation.entry("people", _("Who climbs"), "scorecard:ladder", "award", LADDER_READERS, order=53)
        navigation.entry("people", _("Rotation"), "scorecard:rotation", "transfer", LADDER_READERS, order=54)
