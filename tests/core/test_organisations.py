"""Facts about organisations and the first account: how an empty installation comes to have people."""

from __future__ import annotations

import pytest
from django.utils import timezone

from aftersail.core.accounts import open_first_account
from aftersail.core.models import Account, Organisation, OrganisationKind
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused


def enter(admin, **typed):
    form = admin.get("/organisations/new/").context["form"]
    return admin.post("/organisations/new/", {"id": form["id"].value(), "name_en": "", **typed})


def test_an_administrator_enters_a_customer_and_its_first_person_signs_in(admin, client, world):
    answer = enter(admin, name="北溟航运", kind="customer")
    assert answer.status_code == 302
    body = Organisation.objects.get(name="北溟航运")
    form = admin.get("/accounts/new/").context["form"]
    opened = admin.post("/accounts/new/", {
        "id": form["id"].value(), "username": "beiming", "name": "赵一", "organisation": str(body.pk), "roles": ["crew"],
        "language": "zh-hans", "password": "long enough one",
    })  # fmt: skip
    assert opened.status_code == 302
    assert client.post("/sign-in/", {"username": "beiming", "password": "long enough one"}).status_code == 302
    assert client.get("/").status_code == 200


def test_an_organisation_of_a_name_that_is_there_is_refused_and_what_was_typed_stays(admin, world):
    there = Organisation.objects.first()
    answer = enter(admin, name=there.name, kind=there.kind)
    assert answer.status_code == 422
    assert there.name in answer.content.decode()
    assert Organisation.objects.filter(name=there.name).count() == 1


def test_an_organisation_keeps_its_kind_while_people_sign_in_for_it(admin, world):
    body = world.customer.organisation
    typed = {"name": body.name, "name_en": "", "kind": OrganisationKind.HOUSE, "version": body.version}
    answer = admin.post(f"/organisations/{body.pk}/edit/", typed)
    assert answer.status_code == 422
    assert "kind no longer changes" in answer.content.decode()


@pytest.mark.parametrize("who", ["dispatcher", "crew"])
def test_only_administrators_keep_organisations(signed_in, who):
    assert signed_in(who).get("/organisations/").status_code == 403
    assert signed_in(who).get("/organisations/new/").status_code == 403


@pytest.mark.django_db
def test_the_first_account_of_an_empty_installation_is_an_administrator_of_the_house():
    with as_system():
        first = open_first_account(
            house="示例研究所", username="keeper", name="第一个管理员", password="long enough one", language="zh-hans", at=timezone.now()
        )  # fmt: skip
        assert first.roles == ["admin"]
        assert first.organisation.kind == OrganisationKind.HOUSE


def test_where_somebody_has_an_account_nobody_becomes_the_first(world):
    with as_system(), pytest.raises(Refused):
        open_first_account(
            house="另一家", username="thief", name="某人", password="long enough one", language="en", at=timezone.now()
        )  # fmt: skip
    assert not Account.objects.filter(username="thief").exists()
