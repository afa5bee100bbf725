"""The registers of policy and duties: kept while they are a draft, read by the whole house."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master, Searched
from aftersail.core.models import Account
from aftersail.core.roles import HOUSE
from aftersail.core.verdicts import Verdict
from aftersail.people.models import DutyActivity, DutyChart, PolicyPromise, ServicePolicy
from aftersail.people.permissions import RULE_WRITERS, may_keep_edition


def _draft(path: str) -> Any:
    """Return the permission for something that belongs to an edition: only while that is a draft."""

    def may_write(account: Account, record: Any) -> Verdict:
        for name in filter(None, path.split(".")):
            record = getattr(record, name)
        return may_keep_edition(account, record.state)

    return may_write


def _find_policy(policy: ServicePolicy) -> Searched:
    return Searched(policy.title, policy.title_en, (policy.text[:2000], policy.text_en[:2000]))


POLICIES = Master(
    app="people", noun="policy", plural="policies", slug="policies", model=ServicePolicy,
    label=_("Service policy"), new_label=_("New policy"), icon="shield-check",
    fields=("edition", "title", "title_en", "text", "text_en"),
    readers=HOUSE, writers=RULE_WRITERS, may_write=_draft(""), searched=_find_policy, house_only=True,
    help=_("What the house promises its users, in editions; everybody who works here acknowledges the one in force."),
)  # fmt: skip

PROMISES = Master(
    app="people", noun="promise", plural="promises", slug="promises", model=PolicyPromise,
    label=_("Promises"), new_label=_("New promise"), icon="checklist",
    fields=("policy", "position", "text", "text_en", "number", "measure", "measure_en"),
    readers=HOUSE, writers=RULE_WRITERS, may_write=_draft("policy"), removable=True,
    help=_("Each promise has a number that it can be held to."),
)  # fmt: skip

CHARTS = Master(
    app="people", noun="chart", plural="charts", slug="duty-charts", model=DutyChart,
    label=_("Duties"), new_label=_("New chart of duties"), icon="users",
    fields=("edition", "name", "name_en"),
    readers=HOUSE, writers=RULE_WRITERS, may_write=_draft(""),
    help=_("Who answers (A), does (R), is asked (C) and is told (I): every activity has exactly one A."),
)  # fmt: skip

ACTIVITIES = Master(
    app="people", noun="activity", plural="activities", slug="duty-activities", model=DutyActivity,
    label=_("Activities"), new_label=_("New activity"), icon="checklist",
    fields=("chart", "position", "code", "name", "name_en", "accountable_role", "accountable_person"),
    readers=HOUSE, writers=RULE_WRITERS, may_write=_draft("chart"), removable=True,
    help=_("Name either one role or one person as the A."),
)  # fmt: skip
