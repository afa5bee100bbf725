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
    fits,
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
from aftersail.fleet.rules.notation import parse_target, write_target
from aftersail.fleet.rules.readiness import due_on, readiness_percent
from aftersail.fleet.rules.said import Said, heard, heard_all, say
from aftersail.fleet.rules.services import (
    ModelPromise,
    ServiceSet,
    default_services,
    gap_of,
    may_deliver,
)
from aftersail.fleet.rules.stages import Milestones, lifecycle_stage
from aftersail.fleet.rules.warranty import SupplierTerm, recourse_of, under, warranty_verdict
from aftersail.fleet.rules.warranty_terms import (
    COVER_NAMES,
    Adjustment,
    Evidence,
    HourReading,
    Recourse,
    WarrantyFacts,
    WarrantyTerm,
    WarrantyVerdict,
    add_months,
)

__all__ = [
    "COVER_NAMES",
    "Adjustment",
    "BaselineFacts",
    "BaselineMatch",
    "BaselineRule",
    "CalendarKind",
    "DefaultTargets",
    "Evidence",
    "HourReading",
    "Milestones",
    "ModelPromise",
    "Nearness",
    "Rank",
    "Recourse",
    "Said",
    "ServiceSet",
    "ServiceTarget",
    "SupplierTerm",
    "Tried",
    "WarrantyFacts",
    "WarrantyTerm",
    "WarrantyVerdict",
    "add_months",
    "check_hull_code",
    "check_imo_number",
    "check_no_overlap",
    "default_services",
    "default_targets",
    "due_on",
    "fits",
    "gap_of",
    "heard",
    "heard_all",
    "lifecycle_stage",
    "match_baseline",
    "may_deliver",
    "nearness_of",
    "normal_imo_number",
    "parse_target",
    "parse_targets",
    "readiness_percent",
    "recourse_of",
    "say",
    "under",
    "warranty_verdict",
    "write_target",
]
