"""Facts about the pages of the ground floor: each opens for whom it is meant, in both languages, and for nobody else."""

from __future__ import annotations

import pytest
from django.utils import timezone

from aftersail.core.attention import follow
from aftersail.core.models import AccessGrant, Account, LogEntry, Notification, Subscription
from aftersail.core.scope import as_system
from aftersail.web.demo.accounts import DEMO_PASSWORD

FOR_ALL = ["/", "/account/", "/account/tokens/", "/notifications/", "/search/", "/search/?q=217"]
FOR_ADMIN = ["/accounts/", "/accounts/new/", "/log/"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("who", ["admin", "auditor", "dispatcher", "engineer", "crew", "yard"])
def test_pages_for_everyone_open_for_everyone(signed_in, who, language):
    for path in FOR_ALL:
        assert signed_in(who, language).get(path).status_code == 200, path


@pytest.mark.parametrize("who", ["dispatcher", "engineer", "crew", "owner", "yard"])
def test_administration_is_for_administrators(signed_in, who):
    for path in FOR_ADMIN:
        answer = signed_in(who).get(path)
        assert answer.status_code == 403, path
        assert "not for your role" in answer.content.decode()


def test_an_account_is_opened_once_by_a_double_click(admin, world):
    form = admin.get("/accounts/new/").context["form"]
    typed = {"id": form["id"].value(), "username": "Zhao.Yi", "name": "赵一", "organisation": str(world.customer.organisation_id), "roles": ["crew"],
             "language": "zh-hans", "password": "long enough one"}  # fmt: skip
    first, second = admin.post("/accounts/new/", typed), admin.post("/accounts/new/", typed)
    assert first.headers["Location"] == second.headers["Location"]
    with as_system():
        assert LogEntry.objects.filter(event="core.AccountOpened").count() == 1


def test_a_refused_account_keeps_what_was_typed_and_says_why(admin, world):
    form = admin.get("/accounts/new/").context["form"]
    answer = admin.post("/accounts/new/", {"id": form["id"].value(), "username": "crew", "name": "赵一", "organisation": str(world.customer.organisation_id),
                                           "roles": ["dispatcher"], "language": "zh-hans", "password": "short"})  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "赵一" in page
    assert "taken" in page
    assert "do not fit the organisation" in page
    assert "short" not in answer.context["form"]["password"].as_widget()


def edit(world, **change):
    crew = Account.objects.get(username="crew")
    return {"name": crew.name, "organisation": str(crew.organisation_id), "roles": crew.roles, "language": "zh-hans", "is_active": "on",
            "version": crew.version} | change  # fmt: skip


def test_a_change_of_an_account_is_logged_with_before_and_after(admin, world):
    crew = world.accounts["crew"]
    assert (
        admin.post(f"/accounts/{crew.pk}/", edit(world, name="新名字", roles=["fleet_manager"])).status_code
        == 302
    )
    with as_system():
        entry = LogEntry.objects.get(event="core.AccountChanged")
    assert entry.data["after"]["name"] == "新名字"
    assert entry.data["after"]["roles"] == ["fleet_manager"]
    assert "email" not in entry.data["after"]
    assert entry.data["before"]["roles"] == ["crew"]
    assert "Changed the account crew" in admin.get(f"/accounts/{crew.pk}/").content.decode()


def test_two_administrators_editing_one_account_are_told(admin, world):
    crew = world.accounts["crew"]
    seen = edit(world, name="One")
    admin.post(f"/accounts/{crew.pk}/", seen)
    late = admin.post(f"/accounts/{crew.pk}/", seen | {"name": "Two"})
    assert late.status_code == 422
    assert "Somebody else changed this record" in late.content.decode()
    assert Account.objects.get(pk=crew.pk).name == "One"


def test_an_administrator_cannot_lock_themselves_out(admin, world):
    me = world.accounts["admin"]
    typed = {
        "name": me.name,
        "organisation": str(me.organisation_id),
        "roles": ["auditor"],
        "language": "en",
        "version": me.version,
    }
    assert admin.post(f"/accounts/{me.pk}/", typed).status_code == 422
    assert Account.objects.get(pk=me.pk).has_role("admin")


def test_an_administrator_sets_a_password_and_open_sessions_end(admin, world, signed_in, client):
    crew, session = world.accounts["crew"], signed_in("crew")
    assert admin.post(f"/accounts/{crew.pk}/password/", {"password": "1"}).status_code == 422
    assert admin.post(f"/accounts/{crew.pk}/password/", {"password": "another long one"}).status_code == 302
    assert session.get("/account/").status_code == 302
    assert client.post("/sign-in/", {"username": "crew", "password": DEMO_PASSWORD}).status_code == 422
    assert client.post("/sign-in/", {"username": "crew", "password": "another long one"}).status_code == 302


def test_a_grant_opens_and_its_withdrawal_closes(admin, world, signed_in):
    crew = world.accounts["crew"]
    typed = {"kind": "vessel", "words": world.yard_vessel.hull_code, "reason": "loan"}
    assert admin.post(f"/accounts/{crew.pk}/grants/", typed).status_code == 302
    with as_system():
        assert world.yard_vessel.pk in Account.objects.get(pk=crew.pk).reach_ids
        grant = AccessGrant.objects.get(account=crew, target_id=world.yard_vessel.pk)
    assert admin.post(f"/accounts/{crew.pk}/grants/{grant.pk}/withdraw/").status_code == 302
    with as_system():
        assert world.yard_vessel.pk not in Account.objects.get(pk=crew.pk).reach_ids
        assert LogEntry.objects.filter(event__in=["core.AccessGranted", "core.AccessWithdrawn"]).count() == 2


@pytest.mark.parametrize(
    ("words", "told"), [("no such ship", "Nothing fits"), ("", "required"), ("\x00", "")]
)
def test_a_grant_of_nothing_is_refused(admin, world, words, told):
    answer = admin.post(f"/accounts/{world.accounts['crew'].pk}/grants/", {"kind": "vessel", "words": words})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_notification_is_read_when_opened_and_only_by_its_owner(world, signed_in):
    with as_system():
        told = Notification.objects.create(
            account=world.accounts["crew"], event="x", title="A report is ready", url="/account/"
        )
    assert (
        "A report is ready"
        in signed_in("crew").get("/notifications/", headers={"hx-request": "true"}).content.decode()
    )
    assert signed_in("owner").get(f"/notifications/{told.pk}/").status_code == 404
    assert signed_in("crew").get(f"/notifications/{told.pk}/").headers["Location"] == "/account/"
    with as_system():
        assert Notification.objects.get(pk=told.pk).read_at


def test_all_are_marked_read_at_once(world, signed_in):
    with as_system():
        for n in range(3):
            Notification.objects.create(account=world.accounts["crew"], event="x", title=str(n))
        Notification.objects.create(account=world.accounts["owner"], event="x", title="other")
    signed_in("crew").post("/notifications/read/")
    with as_system():
        assert list(Notification.objects.filter(read_at=None).values_list("title", flat=True)) == ["other"]


def test_one_follows_what_one_sees_and_nothing_else(world, signed_in):
    address = f"/follow/fleet.vessel/{world.vessel.pk}/"
    part = signed_in("crew").post(address, {"follow": "yes"}, headers={"hx-request": "true"})
    assert "Stop following" in part.content.decode()
    assert signed_in("other_crew").post(address, {"follow": "yes"}).status_code == 404
    assert signed_in("crew").post(f"/follow/core.account/{world.vessel.pk}/").status_code == 404
    signed_in("crew").post(address, {"follow": "no"})
    with as_system():
        assert not Subscription.objects.exists()


def test_following_by_the_api_is_the_same(world, signed_in):
    client = signed_in("crew")
    assert client.put(f"/api/v1/subscriptions/fleet.vessel/{world.vessel.pk}").status_code == 204
    assert client.get("/api/v1/subscriptions").json()["items"][0]["subject_id"] == str(world.vessel.pk)
    assert client.delete(f"/api/v1/subscriptions/fleet.vessel/{world.vessel.pk}").status_code == 204
    assert client.get("/api/v1/subscriptions").json()["count"] == 0


def test_following_twice_is_following_once(world, system_scope):
    for _time in range(2):
        follow(world.accounts["crew"], world.vessel)
    assert Subscription.objects.count() == 1


def test_the_house_says_that_it_lives_and_serves(client, db):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["database"] == "ok"


def test_a_page_that_is_not_there_says_so(signed_in):
    answer = signed_in("crew").get("/nowhere/")
    assert answer.status_code == 404
    assert "no such page" in answer.content.decode()


def test_a_refusal_to_a_script_is_a_document(signed_in):
    answer = signed_in("crew").get("/accounts/", headers={"hx-request": "true"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


def test_a_form_without_the_secret_is_refused_in_words(world):
    from django.test import Client

    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(world.accounts["crew"], backend="aftersail.core.signin.PasswordBackend")
    client.cookies["aftersail_language"] = "en"
    answer = client.post("/notifications/read/")
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()


def test_the_last_use_of_a_token_is_noted(world, client):
    from aftersail.core.models import ApiToken
    from aftersail.core.tokens import make_token, token_in_force

    client.get("/sign-in/")
    with as_system():
        token, key = make_token(
            by=world.accounts["crew"], name="x", scopes=["search:read"], days=None, at=timezone.now()
        )
        token_in_force(key)
    assert ApiToken.objects.get(pk=token.pk).last_used_at
