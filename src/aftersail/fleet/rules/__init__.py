"""Decisions about ships and units: service targets, warranty, stage of life, numbers; pure, no queries."""

from aftersail.fleet.rules.baselines import (
    BaselineFacts,
    BaselineMatch,
    BaselineRule,
    CalendarKind,
    Rank,
    ServiceTarget,
    Tried,
    check_no_overlap,
    match_baseline,
)
from aftersail.fleet.rules.default_targets import (
    DefaultTargets,
    Nearness,
    default_targets,
    nearness_of,
    parse_targets,
)
from aftersail.fleet.rules.identifiers import check_hull_code, check_imo_number, normal_imo_number
from aftersail.fleet.rules.readiness import due_on, readiness_percent
from aftersail.fleet.rules.stages import Milestones, lifecycle_stage
from aftersail.fleet.rules.warranty import (
    COVER_NAMES,
    HourReading,
    WarrantyFacts,
    WarrantyTerm,
    WarrantyVerdict,
    add_months,
    warranty_verdict,
)

__all__ = [
    "COVER_NAMES",
    "BaselineFacts",
    "BaselineMatch",
    "BaselineRule",
    "CalendarKind",
    "DefaultTargets",
    "HourReading",
    "Milestones",
    "Nearness",
    "Rank",
    "ServiceTarget",
    "Tried",
    "WarrantyFacts",
    "WarrantyTerm",
    "WarrantyVerdict",
    "add_months",
    "check_hull_code",
    "check_imo_number",
    "check_no_overlap",
    "default_targets",
    "due_on",
    "lifecycle_stage",
    "match_baseline",
    "nearness_of",
    "normal_imo_number",
    "parse_targets",
    "readiness_percent",
    "warranty_verdict",
]
