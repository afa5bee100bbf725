"""Which record stands for each varying part of an address: the one table that a new kind of address must enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aftersail.core.mail.preferences import stop_secret
from aftersail.fleet.models import (
    BaselineRule,
    BillPosition,
    FunctionCode,
    FunctionCodeScheme,
    GateQuestion,
    Obsolescence,
    Permit,
    ProductVersion,
    ServiceBaseline,
    SupplierWarranty,
    WarrantyTerm,
)
from aftersail.people.models import (
    AgreedJourney,
    Certificate,
    CertificateKind,
    Consultant,
    ConsultantAbsence,
    ConsultantClearance,
    ConsultantSpeciality,
    Coverage,
    DevelopmentPlan,
    DutyActivity,
    DutyChart,
    GradeCriterion,
    Leave,
    Partner,
    PartnerQualification,
    PartnerScope,
    PlanItem,
    PolicyPromise,
    Posting,
    Promotion,
    RosterLine,
    ScoreWeight,
    ServicePolicy,
    ShiftPattern,
    SkillRequirement,
    StaffSkill,
    StaffTraining,
    TaskType,
    TrainingSeat,
    TravelMode,
)
from aftersail.scorecard.queries.indicators import INDICATORS
from tests.isolation.history import History, Side
from tests.isolation.routes import Route

Values = dict[str, Any]
Make = Callable[[History, Side, dict[str, Any]], Any]
"""From the history, a side and the belongings of an account to what stands in the address."""


class Undeclared(LookupError):
    """An address varies in a way that nobody has told this table."""


def _of(name: str) -> Make:
    return lambda history, side, mine: side.records[name].pk


def _mine(name: str) -> Make:
    return lambda history, side, mine: mine[name].pk


def _shared(find: Callable[[History], Any]) -> Make:
    return lambda history, side, mine: find(history).pk


def _word(value: Any) -> Make:
    return lambda history, side, mine: value


SIDED: dict[str, Make] = {
    "case_id": _of("case"),
    "request_id": _of("waiting_request"),
    "order_id": _of("order"),
    "line_id": _of("cost_line"),
    "assignment_id": _of("assignment"),
    "task_id": _of("task"),
    "owed_id": _of("owed"),
    "item_id": _of("leftover"),
    "card_id": _of("card"),
    "visit_id": _of("visit"),
    "vessel_id": _of("vessel"),
    "equipment_id": _of("unit"),
    "file_id": _of("file"),
    "subject_id": _of("case"),
    "step_id": _of("step"),
    "finding_id": _of("finding"),
    "photo_id": _of("photo"),
    "use_id": _of("use"),
    "consultation_id": _of("consultation"),
    "given_id": _of("partner_order"),
    "mail_id": _of("mail"),
    "/return-visits:visit_id": _of("return_visit"),
    "/care/return-visits:visit_id": _of("return_visit"),
    "customer_id": _of("customer"),
    "change_id": _of("state_change"),
    "issue_id": _of("part_issue"),
    "parts_order_id": _of("parts_order"),
    "impact_id": _of("impact"),
    "tool_id": _of("tool"),
    "tool_use_id": _of("tool_use"),
    "/supply/tools": _of("tool"),
    "/fleet/customers": _of("customer"),
    "/fleet/vessels": _of("vessel"),
    "/fleet/equipment": _of("unit"),
    "/fleet/contacts": _of("contact"),
    "/fleet/milestones": _of("milestone"),
    "/fleet/warranty-adjustments": _of("adjustment"),
    "/fleet/history/records": _of("maintenance"),
    "/fleet/leftovers": _of("owed_leftover"),
    "/fleet/readiness": _of("readiness"),
    "leftover_id": _of("owed_leftover"),
    "gate_id": _of("gate"),
    "point_id": _of("gate_point"),
    "handover_id": _of("handover"),
    "handover_item_id": _of("handover_item"),
    "user_task_id": _of("user_task"),
    "filled_id": _of("filled_form"),
    "follow_id": _of("follow_up"),
}
"""Records of a customer; somebody else's must not be found."""

PERSONAL: dict[str, Make] = {
    "token_id": _mine("token"),
    "notification_id": _mine("notification"),
    "filter_id": _mine("filter"),
    "passkey_id": _mine("passkey"),
    "feed_id": _mine("feed"),
    "job_id": _mine("job"),
    "device_id": _mine("device"),
    "command_id": _mine("command"),
    "draft_id": _mine("plan_draft"),
    "/data/import": _mine("batch"),
    "/imports": _mine("batch"),
}
"""Records of an account; everybody else's must not be found."""

COMMON: dict[str, Make] = {
    "/organisations": lambda history, side, mine: side.crew.organisation_id,
    "account_id": lambda history, side, mine: side.crew.pk,
    "grant_id": _mine("grant"),
    "identity_id": _mine("identity"),
    "webhook_id": _of("webhook"),
    "delivery_id": _of("delivery"),
    "staff_id": lambda history, side, mine: side.lead.pk,
    "subject_type": _word("cases.case"),
    "page": _word("cases:cases"),
    "width": _word(320),
    "kind": _word("comment"),
    "name": _word("acknowledge"),
    "/visits/{visit_id}/moves:name": _word("accept"),
    "outcome": _word("supplied"),
    "edition_id": _shared(lambda h: h.kept["form_draft"]),
    "line": _word("voltage"),
    "section": _word("s1"),
    "change": _word("up"),
    "register": _word("fleet.vessels"),
    "edition": _word(1),
    "/kpi": _word(INDICATORS[0].code),
    "/scorecard/kpi": _word(INDICATORS[0].code),
    "language": _word("en"),
    "/people/areas": _shared(lambda h: h.world.station.area),
    "/people/ports": _shared(lambda h: h.world.station.port),
    "/people/stations": _shared(lambda h: h.world.station),
    "/people/coverage": _shared(lambda h: Coverage.objects.first()),
    "/people/staff": _shared(lambda h: h.world.staff["engineer"]),
    "/people/skills": _shared(lambda h: h.world.skills["RAD"]),
    "/people/staff-skills": _shared(lambda h: StaffSkill.objects.first()),
    "/people/certificates": _shared(lambda h: Certificate.objects.first()),
    "/people/leaves": _shared(lambda h: Leave.objects.first()),
    "/fleet/owed/{leftover_id}/settle:step": _word("fixed"),
    "/fleet/handovers/{handover_id}/step:step": _word("check"),
    "/fleet/handovers/{handover_id}/steps:step": _word("check"),
    "/fleet/gate-questions": _shared(lambda h: GateQuestion.objects.first()),
    "permit_id": _shared(lambda h: Permit.objects.first()),
    "model_id": _shared(lambda h: h.world.radar_model),
    "/fleet/permits/{permit_id}/move:name": _word("submit"),
    "/fleet/permits/{permit_id}/moves:name": _word("submit"),
    "/fleet/product-versions": _shared(lambda h: ProductVersion.objects.first()),
    "/fleet/bill": _shared(lambda h: BillPosition.objects.first()),
    "/fleet/obsolescence": _shared(lambda h: Obsolescence.objects.first()),
    "/fleet/permits": _shared(lambda h: Permit.objects.first()),
    "/fleet/code-schemes": _shared(lambda h: FunctionCodeScheme.objects.first()),
    "/fleet/function-codes": _shared(lambda h: FunctionCode.objects.first()),
    "/people/journeys": _shared(lambda h: AgreedJourney.objects.first()),
    "/people/travel-modes": _shared(lambda h: TravelMode.objects.first()),
    "/people/task-types": _shared(lambda h: TaskType.objects.first()),
    "/people/certificate-kinds": _shared(lambda h: CertificateKind.objects.first()),
    "/people/shift-patterns": _shared(lambda h: ShiftPattern.objects.first()),
    "/people/roster": _shared(lambda h: RosterLine.objects.first()),
    "/people/skill-requirements": _shared(lambda h: SkillRequirement.objects.first()),
    "/people/development-plans": _shared(lambda h: DevelopmentPlan.objects.first()),
    "/people/plan-items": _shared(lambda h: PlanItem.objects.first()),
    "/people/staff-trainings": _shared(lambda h: StaffTraining.objects.first()),
    "/people/training-seats": _shared(lambda h: TrainingSeat.objects.first()),
    "/people/grade-criteria": _shared(lambda h: GradeCriterion.objects.first()),
    "/people/promotions": _shared(lambda h: Promotion.objects.first()),
    "/people/postings": _shared(lambda h: Posting.objects.first()),
    "skill_id": _shared(lambda h: h.world.skills["RAD"]),
    "level_task_id": _shared(lambda h: TaskType.objects.first()),
    "station_id": _shared(lambda h: h.world.station),
    "leave_id": _shared(lambda h: Leave.objects.first()),
    "move": _word("approve"),
    "/people/policies": _shared(lambda h: ServicePolicy.objects.first()),
    "/people/promises": _shared(lambda h: PolicyPromise.objects.first()),
    "/people/duty-charts": _shared(lambda h: DutyChart.objects.first()),
    "/people/duty-activities": _shared(lambda h: DutyActivity.objects.first()),
    "/people/consultants": _shared(lambda h: Consultant.objects.first()),
    "/people/consultant-specialities": _shared(lambda h: ConsultantSpeciality.objects.first()),
    "/people/consultant-clearances": _shared(lambda h: ConsultantClearance.objects.first()),
    "/people/consultant-absences": _shared(lambda h: ConsultantAbsence.objects.first()),
    "/people/partners": _shared(lambda h: Partner.objects.first()),
    "/people/partner-scopes": _shared(lambda h: PartnerScope.objects.first()),
    "/people/partner-qualifications": _shared(lambda h: PartnerQualification.objects.first()),
    "/people/partner-rates": _shared(lambda h: h.kept["rate"]),
    "/people/partner-agreements": _shared(lambda h: h.kept["agreement"]),
    "/people/score-weights": _shared(lambda h: ScoreWeight.objects.first()),
    "/people/partner-scores": _shared(lambda h: h.kept["score"]),
    "/kpi/partners": _shared(lambda h: Partner.objects.first()),
    "/kpi/consultants": _shared(lambda h: Consultant.objects.first()),
    "partner_id": _shared(lambda h: Partner.objects.first()),
    "step": _word("accept"),
    "/fleet/yards": _shared(lambda h: h.world.yard),
    "/fleet/families": _shared(lambda h: h.world.radar_model.family),
    "/fleet/models": _shared(lambda h: h.world.radar_model),
    "/fleet/codes": _shared(lambda h: h.world.codes["mode-NOO"]),
    "/fleet/warranty-terms": _shared(lambda h: WarrantyTerm.objects.first()),
    "/fleet/supplier-warranties": _shared(lambda h: SupplierWarranty.objects.first()),
    "/fleet/baselines": _shared(lambda h: ServiceBaseline.objects.first()),
    "/baselines": _shared(lambda h: ServiceBaseline.objects.first()),
    "/fleet/baselines/{pk}/moves:name": _word("review"),
    "/fleet/baseline-rules": _shared(lambda h: BaselineRule.objects.first()),
    "/supply/parts": _shared(lambda h: h.world.part),
    "/supply/alternates": lambda history, side, mine: side.records["alternate"].pk,
    "/supply/kits": lambda history, side, mine: side.records["kit"].pk,
    "/supply/kit-lines": lambda history, side, mine: side.records["kit_line"].pk,
    "/supply/places": lambda history, side, mine: side.records["store"].pk,
    "/supply/levels": lambda history, side, mine: side.records["level"].pk,
    "/supply/moves": lambda history, side, mine: side.records["receipt"].pk,
    "transfer_id": lambda history, side, mine: side.records["transfer"].pk,
    "count_id": lambda history, side, mine: side.records["count"].pk,
    "scanned_id": lambda history, side, mine: side.records["store"].pk,
    "/supply/scan:kind": _word("place"),
    "/supply/labels:kind": _word("place"),
    "/supply/issues/{issue_id}/moves:name": _word("approve"),
    "/supply/transfers/{transfer_id}/moves:name": _word("send"),
    "/supply/counts/{count_id}/moves:name": _word("cancel"),
    "/supply/tools/{pk}/moves:name": _word("lose"),
    "/supply/orders/{parts_order_id}/moves:name": _word("order"),
}
"""What belongs to nobody, or is guarded by its role alone."""

SECRET: dict[str, Make] = {
    "/r": lambda history, side, mine: side.unit.label_token,
    "/track": lambda history, side, mine: side.records["request"].tracking_code,
    "/calendar:secret": lambda history, side, mine: side.records["feed_secret"],
    "/mail/stop:secret": lambda history, side, mine: stop_secret(side.crew),
    "/s": lambda history, side, mine: side.records["card"].token,
}
"""Unguessable parts of addresses for people without an account."""


def keys_of(route: Route) -> dict[str, str]:
    """Return the table's key for each parameter.

    That is its name; for a plain `pk` or secret the address before it; for a name that means different things,
    both together.
    """
    plain, everything = {"pk", "token", "code"}, SIDED | PERSONAL | COMMON | SECRET
    keys = {}
    for name in route.parameters:
        before = route.path.removeprefix("/api/v1").split("/{" + name)[0]
        special = f"{before}:{name}"
        keys[name] = before if name in plain else special if special in everything else name
    return keys


def kinds_of(route: Route) -> set[str]:
    """Return of which tables the route's parameters are; raises `Undeclared`."""
    kinds = set()
    for key in keys_of(route).values():
        tables = {"sided": SIDED, "personal": PERSONAL, "common": COMMON, "secret": SECRET}
        kinds |= (found := {kind for kind, table in tables.items() if key in table})
        if not found:
            raise Undeclared(f"{route}: tell tests/isolation/records.py which record stands for {key!r}")
    return kinds


def values_for(route: Route, history: History, side: Side, owner: str) -> Values:
    """Return what stands in the address: records of `side`, and belongings of the account named `owner`."""
    everything = SIDED | PERSONAL | COMMON | SECRET
    return {
        name: everything[key](history, side, history.personal[owner]) for name, key in keys_of(route).items()
    }
