"""Chapter 8: the key figures of the service and what stands behind them."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScorecardConfig(AppConfig):
    """Puts the key figures on the rail."""

    name = "aftersail.scorecard"
    verbose_name = _("Scorecard")

    def ready(self) -> None:
        """Join the shell."""
        from aftersail.core import navigation, panels
        from aftersail.people.permissions import SEES_TERMS
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
        navigation.entry(
            "scorecard", _("Partner scorecard"), "scorecard:partners", "scale", SEES_TERMS, order=30
        )
        navigation.entry(
            "scorecard", _("Scorecard of consultants"), "scorecard:consultants", "stethoscope", SEES_TERMS, order=31
        )  # fmt: skip
        panels.register(
            "people:consultant",
            "scorecard:consultant_panel",
            _("Scores by quarter"),
            order=20,
            fits=lambda account, _c: account.has_role(*SEES_TERMS),
        )
        panels.register(
            "people:partner",
            "scorecard:partner_panel",
            _("Scores by quarter"),
            order=20,
            fits=lambda account, _p: account.has_role(*SEES_TERMS),
        )
