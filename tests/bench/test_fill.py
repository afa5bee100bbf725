"""A filled database is one that the product can work on: lawful states, searchable words, numbers that go on."""

from __future__ import annotations

import psycopg
import pytest
from django.utils import timezone

from aftersail.cases.actions.opening import open_case
from aftersail.cases.models import Case
from aftersail.cases.states import CaseState
from aftersail.core.ids import new_id
from aftersail.core.models import LogEntry, SearchEntry
from aftersail.core.search import found_ids
from aftersail.fleet.models import Vessel
from aftersail.scorecard.models import CaseRollup
from aftersail.web.postgres.server import SUPERUSER
from bench.web.fill import fill, filled
from bench.web.words import RARE, RARE_CASES
from bench.web.world import build_world
from tests.postgres_plugin import DATABASES

SIZE = 600


@pytest.mark.django_db(transaction=True)
def test_filled_cases_can_be_found_counted_and_added_to(
    system_scope: None, request: pytest.FixtureRequest
) -> None:
    databases = request.config.stash[DATABASES]
    dispatcher = build_world()
    with psycopg.connect(databases.server.url(databases.name, SUPERUSER), autocommit=True) as superuser:
        assert not filled(superuser, SIZE)
        fill(superuser, SIZE)
        assert filled(superuser, SIZE)
        assert superuser.execute("show session_replication_role").fetchone() == ("origin",)
    states = set(Case.objects.values_list("state", flat=True))
    assert "closed" in states
    assert states <= set(CaseState.values)
    assert SearchEntry.objects.filter(subject_type="cases.case").count() == SIZE
    assert len(found_ids(RARE, "cases.case")) == RARE_CASES
    assert LogEntry.objects.filter(event="cases.CaseOpened").count() >= SIZE
    counted = sum(CaseRollup.objects.values_list("cases", flat=True))
    assert counted == Case.objects.exclude(state__in=["merged", "rejected", "cancelled"]).count()
    now = timezone.now()
    vessel = (
        Vessel.objects.select_related("customer", "station", "steward")
        .filter(hull_code__startswith="YS-")
        .first()
    )
    assert vessel is not None
    made = open_case(
        by=dispatcher, id=new_id(), vessel=vessel, title="振动超限", channel="phone", reported_at=now, at=now
    )
    assert Case.objects.filter(number=made.number).count() == 1
