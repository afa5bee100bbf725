"""The service policy: bilingual editions with promises, one in force, acknowledged by everybody who works here (R01)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from aftersail.core.scope import as_system
from aftersail.people.models import PolicyAcknowledgement, ServicePolicy, Staff
from aftersail.people.queries.policy import acknowledged_share, policy_in_force
from tests.people.conftest import enter

pytestmark = pytest.mark.django_db


def written(world: Any, edition: int = 1, promises: int = 1) -> ServicePolicy:
    policy: ServicePolicy = enter(
        world, "people.policies", "quality", edition=edition, title="服务方针", title_en="Service policy",
        text="以用户为中心。\n随叫随到。", text_en="Users first.\nAlways at hand.",
    )  # fmt: skip
    for n in range(1, promises + 1):
        enter(
            world, "people.promises", "quality", policy=policy, position=n, text="响应时间", text_en="We answer within",
            number=Decimal(2), measure="小时", measure_en="hours",
        )  # fmt: skip
    return policy


def publish(signed_in: Any, policy: ServicePolicy, who: str = "quality") -> Any:
    return signed_in(who).post(
        reverse("people:policy_publish", args=[policy.pk]), {"version": policy.version}
    )


def test_R01_home_asks_until_the_policy_in_force_is_acknowledged_and_a_new_edition_asks_anew(
    world, signed_in
):
    policy, client, home = written(world), signed_in("engineer"), reverse("web:home")
    asked = "Please read and acknowledge"
    assert asked not in client.get(home).content.decode(), "a draft asks nobody"
    assert publish(signed_in, policy).status_code == 302
    assert asked in client.get(home).content.decode()
    page = client.get(reverse("people:policy", args=[policy.pk])).content.decode()
    assert "We answer within" in page
    assert "hours" in page
    client.post(reverse("people:policy_acknowledge", args=[policy.pk]))
    client.post(reverse("people:policy_acknowledge", args=[policy.pk]))
    with as_system():
        assert PolicyAcknowledgement.objects.filter(policy=policy).count() == 1, "said twice is said once"
    assert asked not in client.get(home).content.decode()
    signed_in("quality").post(reverse("people:policy_draft", args=[policy.pk]))
    with as_system():
        second = ServicePolicy.objects.get(edition=2)
        assert second.promises.count() == 1, "a new edition begins as a copy"
    publish(signed_in, second, "executive")
    assert asked in client.get(home).content.decode()
    with as_system():
        assert ServicePolicy.objects.get(edition=1).state == "superseded"
        assert policy_in_force() == second


def test_R01_the_page_lists_who_has_not_acknowledged_and_the_share_with_its_n(world, signed_in):
    policy = written(world)
    publish(signed_in, policy)
    signed_in("engineer").post(reverse("people:policy_acknowledge", args=[policy.pk]))
    with as_system():
        active = Staff.objects.filter(active=True).count()
        figure = acknowledged_share(policy)
        assert (figure.numerator, figure.n) == (1, active)
        Staff.objects.update(active=False)
        assert acknowledged_share(policy).value is None, "nobody works here: no data, never 0 or 100"
        Staff.objects.update(active=True)
    page = signed_in("quality").get(reverse("people:policy", args=[policy.pk])).content.decode()
    waiting = page.split("Not acknowledged yet")[1].split("Acknowledged by")[0]
    assert world.staff["second_engineer"].name in waiting
    assert world.staff["engineer"].name not in waiting


def test_R01_a_policy_without_a_promise_is_not_put_in_force(world, signed_in):
    policy = written(world, promises=0)
    answer = publish(signed_in, policy)
    assert answer.status_code in {403, 409, 422}
    assert "at least one promise" in answer.content.decode()
    with as_system():
        assert ServicePolicy.objects.get(pk=policy.pk).state == "draft"


def test_R01_an_edition_that_was_in_force_is_never_changed(world, signed_in):
    policy = written(world)
    publish(signed_in, policy)
    edit = signed_in("quality").post(reverse("people:policy_edit", args=[policy.pk]), {"title": "x"})
    assert edit.status_code == 403
    assert "Draft a new edition" in edit.content.decode()


def test_R01_the_database_holds_one_policy_in_force_at_most(world, signed_in):
    publish(signed_in, written(world))
    other = written(world, edition=2)
    with as_system(), pytest.raises(IntegrityError), transaction.atomic():
        ServicePolicy.objects.filter(pk=other.pk).update(state="in_force", in_force_from="2026-01-01")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_R01_the_policy_prints_in_both_languages(world, signed_in, language):
    policy = written(world)
    answer = signed_in("engineer", language).get(reverse("people:policy_print", args=[policy.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("who", ["crew", "owner", "yard"])
def test_R01_outsiders_neither_read_nor_acknowledge(world, signed_in, who):
    policy = written(world)
    assert signed_in(who).get(reverse("people:policy", args=[policy.pk])).status_code == 403
    assert signed_in(who).post(reverse("people:policy_acknowledge", args=[policy.pk])).status_code == 403
