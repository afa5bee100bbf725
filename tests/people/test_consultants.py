"""Service consultants: engaged for a term, bound to silence; nobody lets them in after it or outside their field (R50, R52)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aftersail.cases.models import Case, Consultation
from aftersail.core.accounts import grant_access
from aftersail.core.ids import new_id
from aftersail.core.models import AccessGrant, Account
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.people.models import Consultant
from tests.dispatch.conftest import Story
from tests.people.conftest import DAY, engaged_consultant, enter

pytestmark = pytest.mark.django_db


def invite(signed_in: Any, case: Case, consultant: Consultant, **changes: Any) -> Any:
    sent = {
        "id": str(new_id()), "consultant": str(consultant.pk), "question": "接收机为何间歇失锁?",
        "last_day": (timezone.localdate() + 30 * DAY).isoformat(),
    } | changes  # fmt: skip
    return signed_in("dispatcher").post(reverse("cases:invite_consultant", args=[case.pk]), sent)


def sees(signed_in: Any, case: Case) -> bool:
    """Whether the consultant's account opens the case, loaded anew as a new request would."""
    account = Account.objects.get(username="consultant")
    return bool(signed_in(account).get(reverse("cases:case", args=[case.pk])).status_code == 200)


def test_R52_an_invited_consultant_reaches_the_case_until_the_term_ends_and_no_longer(world, signed_in):
    case, today = Story(world).case(), timezone.localdate()
    consultant = engaged_consultant(world, until=today + 10 * DAY)
    assert not sees(signed_in, case)
    assert invite(signed_in, case, consultant).status_code == 302
    assert sees(signed_in, case)
    with as_system():
        made = Consultation.objects.get(case=case)
        assert timezone.localdate(made.until) == today + 11 * DAY, "the term ends first, at midnight"
        grants = AccessGrant.objects.filter(account=world.accounts["consultant"], target_id=case.pk)
        assert [grant.until for grant in grants] == [made.until]
        grants.update(until=timezone.now() - timedelta(seconds=1))
    assert not sees(signed_in, case), "at its end the access is over without anybody doing anything"
    panel = signed_in("dispatcher").get(reverse("cases:consultants_panel", args=[case.pk]))
    assert "接收机为何间歇失锁" in panel.content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"engaged_until": -1}, "Renew it, or choose somebody else"),
        ({"confidentiality_signed_on": None}, "Have it signed first"),
        ({"confidentiality_until": -1}, "Have a new one signed"),
        ({"state": "suspended"}, "is not engaged at present"),
    ],
)
def test_R52_after_expiry_or_without_papers_an_invitation_is_refused_with_the_reason(
    world, signed_in, changes, told
):
    case, consultant, today = Story(world).case(), engaged_consultant(world), timezone.localdate()
    values = {
        name: today + value * DAY if isinstance(value, int) else value for name, value in changes.items()
    }
    with as_system():
        Consultant.objects.filter(pk=consultant.pk).update(**values)
    answer = invite(signed_in, case, consultant)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "接收机为何间歇失锁" in answer.content.decode(), "what was typed stays"
    assert not sees(signed_in, case)


def test_R52_outside_the_speciality_an_invitation_is_refused(world, signed_in):
    case, consultant = Story(world).case(), engaged_consultant(world, skill="GEN")
    answer = invite(signed_in, case, consultant)
    assert answer.status_code == 422
    assert "is not a speciality of" in answer.content.decode()


def test_R52_boarding_needs_a_clearance_for_the_area_on_all_the_days(world, signed_in):
    case, consultant, today = Story(world).case(), engaged_consultant(world), timezone.localdate()
    enter(
        world, "people.consultant-clearances", consultant=consultant, number="DC-1", area=world.ports["SHG"].area,
        valid_from=today - DAY, expires_on=today + 90 * DAY,
    )  # fmt: skip
    refused = invite(signed_in, case, consultant, on_board="on")
    assert refused.status_code == 422
    assert "no vessel clearance" in refused.content.decode()
    enter(
        world, "people.consultant-clearances", consultant=consultant, number="DC-2", area=world.ports["QDG"].area,
        valid_from=today - DAY, expires_on=today + 90 * DAY,
    )  # fmt: skip
    assert invite(signed_in, case, consultant, on_board="on").status_code == 302


def test_R52_the_database_itself_refuses_an_invitation_against_the_papers(world):
    case, consultant, now = Story(world).case(), engaged_consultant(world), timezone.now()
    values = {"case": case, "consultant": consultant, "question": "?", "invited_at": now}
    with as_system():
        with pytest.raises(IntegrityError), transaction.atomic():
            Consultation.objects.create(**values, until=now + 400 * DAY)
        Consultant.objects.filter(pk=consultant.pk).update(state="ended")
        with pytest.raises(IntegrityError), transaction.atomic():
            Consultation.objects.create(**values, until=now + DAY)


def test_R52_the_administrators_grant_keeps_to_the_same_papers(world):
    case, today = Story(world).case(), timezone.localdate()
    account = world.accounts["consultant"]
    with as_system():
        values = {"by": world.accounts["admin"], "account": account, "kind": "case", "target_id": case.pk}
        with pytest.raises(Refused, match="no engagement on record"):
            grant_access(**values, at=timezone.now())
        engaged_consultant(world, until=today + 5 * DAY)
        given = grant_access(**values, at=timezone.now())
        assert timezone.localdate(given.until) == today + 6 * DAY, "the term bounds a grant without an end"


def test_R52_suspending_or_shortening_an_engagement_ends_the_access_too(world, signed_in):
    case, consultant, today = Story(world).case(), engaged_consultant(world), timezone.localdate()
    invite(signed_in, case, consultant)
    desk = signed_in("dispatcher")
    sent = {
        "version": Consultant.objects.get(pk=consultant.pk).version, "number": "G001", "name": "周维岳", "source": "retired",
        "account": str(world.accounts["consultant"].pk), "engaged_from": (today - 10 * DAY).isoformat(),
        "engaged_until": (today + 2 * DAY).isoformat(), "confidentiality_number": "BM-1",
        "confidentiality_signed_on": (today - 20 * DAY).isoformat(), "hours_a_week": "8",
    }  # fmt: skip
    assert desk.post(reverse("people:consultant_edit", args=[consultant.pk]), sent).status_code == 302
    grant = AccessGrant.objects.get(account=world.accounts["consultant"], target_id=case.pk)
    assert timezone.localdate(grant.until) == today + 3 * DAY
    move = reverse("people:consultant_move", args=[consultant.pk])
    assert desk.post(move, {"move": "suspend"}).status_code == 422, "a reason is needed"
    assert desk.post(move, {"move": "suspend", "reason": "保密复查"}).status_code == 302
    assert not sees(signed_in, case)


def test_R52_nobody_is_engaged_without_speciality_and_signed_agreement(world, signed_in):
    today = timezone.localdate()
    made = enter(
        world, "people.consultants", number="G9", name="无协议", source="institute", engaged_from=today,
        engaged_until=today + 30 * DAY,
    )  # fmt: skip
    answer = signed_in("dispatcher").post(
        reverse("people:consultant_move", args=[made.pk]), {"move": "engage"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "agreement is not signed" in page
    assert "at least one speciality" in page


def test_R50_the_pool_tells_specialities_and_who_is_available_today(world, signed_in):
    consultant, today = engaged_consultant(world), timezone.localdate()
    pool = reverse("people:consultants")
    client = signed_in("manager")
    assert (
        "周维岳"
        in client.get(pool, {"available": "1", "skill": str(world.skills["RAD"].pk)}).content.decode()
    )
    assert "周维岳" not in client.get(pool, {"skill": str(world.skills["GEN"].pk)}).content.decode()
    enter(world, "people.consultant-absences", consultant=consultant, first_day=today, last_day=today + DAY)
    assert "周维岳" not in client.get(pool, {"available": "1"}).content.decode()
    case = Story(world).case()
    answer = invite(signed_in, case, consultant)
    assert "cannot be asked until" in answer.content.decode()
