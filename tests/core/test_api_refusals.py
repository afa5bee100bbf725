"""Facts about refusals for programs: problem documents with fields and reasons, in the caller's language."""

from __future__ import annotations

import pytest
from django.test import Client

from aftersail.core.models import Account
from aftersail.core.scope import as_system

PROBLEM = "application/problem+json"


def opened(client: Client, **change):
    body = {
        "username": "new.one",
        "name": "New One",
        "organisation_id": None,
        "roles": ["crew"],
        "password": "long enough one",
    }
    return client.post("/api/v1/accounts", body | change, "application/json")


def test_fields_that_are_wrong_are_named_with_reasons(admin):
    answer = opened(admin, organisation_id="nonsense", roles=["king"], username="x" * 100)
    assert answer.status_code == 422
    assert answer["Content-Type"] == PROBLEM
    reasons = {error["field"]: error["reason"] for error in answer.json()["errors"]}
    assert reasons["organisation_id"] == "A UUID is expected."
    assert reasons["username"] == "At most 60 characters."
    assert "crew" in reasons["roles.0"]


def test_reasons_come_in_chinese_to_a_chinese_reader(signed_in):
    answer = opened(signed_in("admin", language="zh-hans"), organisation_id="nonsense")
    assert answer.json()["errors"] == [{"field": "organisation_id", "reason": "这里应填写 UUID。"}]


def test_a_refusal_by_a_rule_carries_its_reasons(admin, world):
    answer = opened(admin, organisation_id=str(world.house.pk), password="1234567890")
    assert answer.status_code == 422
    assert len(answer.json()["reasons"]) == 2


@pytest.mark.parametrize(("path", "status"), [
    ("/api/v1/nowhere", 404), ("/api/v1/accounts/not-a-uuid", 404), ("/api/v1/accounts/00000000-0000-7000-8000-000000000000", 404),
    ("/api/v1/log?since=yesterday", 422), ("/api/v1/accounts?limit=0", 422), ("/api/v1/accounts?cursor=%F0%9F", 422),
    ("/api/v1/accounts?cursor=bm9uc2Vuc2U", 422), ("/api/v1/accounts?cursor=Ww", 422),
])  # fmt: skip
def test_every_refusal_is_a_problem_document(admin, path, status):
    answer = admin.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["status"] == status


def test_a_method_that_is_not_offered_names_those_that_are(admin):
    answer = admin.put("/api/v1/me")
    assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)
    assert "PATCH" in answer["Allow"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'"x"', b'{"name": "a\\u0000b"}', b'{"name": NaN}']
)
def test_a_body_that_cannot_be_read_is_refused(admin, body):
    answer = admin.generic("POST", "/api/v1/accounts", body, "application/json")
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == PROBLEM


def test_a_role_that_may_not_is_told_so(signed_in):
    answer = signed_in("crew").get("/api/v1/accounts")
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)


def test_a_stranger_is_asked_to_sign_in(world, client):
    answer = client.get("/api/v1/me")
    assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)


def test_a_write_by_session_needs_the_csrf_secret(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.accounts["crew"], backend="aftersail.core.signin.PasswordBackend")
    refused = client.patch("/api/v1/me", {"language": "en"}, "application/json")
    assert (refused.status_code, refused["Content-Type"]) == (403, PROBLEM)
    client.get("/account/")
    secret = client.cookies["csrftoken"].value
    assert (
        client.patch(
            "/api/v1/me", {"language": "en"}, "application/json", headers={"x-csrftoken": secret}
        ).status_code
        == 200
    )


def test_sent_twice_an_id_opens_one_account(admin, world):
    wanted = {
        "organisation_id": str(world.customer.organisation_id),
        "id": "01a20953-0000-7000-8000-000000000001",
    }
    first, second = opened(admin, **wanted), opened(admin, **wanted)
    assert first.status_code == second.status_code == 201, first.content
    assert first.json() == second.json()
    with as_system():
        assert Account.objects.filter(username="new.one").count() == 1


def test_who_changes_what_somebody_else_changed_is_told(admin, world):
    address = f"/api/v1/accounts/{world.accounts['crew'].pk}"
    version = admin.get(address).json()["version"]
    assert admin.patch(address, {"version": version, "name": "One"}, "application/json").status_code == 200
    late = admin.patch(address, {"version": version, "name": "Two"}, "application/json")
    assert (late.status_code, late["Content-Type"]) == (409, PROBLEM)


def test_the_pages_of_a_list_hold_every_row_once(admin, world):
    seen, cursor = [], ""
    while True:
        page = admin.get(f"/api/v1/accounts?limit=3{cursor}").json()
        seen += [row["username"] for row in page["items"]]
        assert page["count"] == len(world.accounts)
        assert page["count_capped"] is False
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == sorted(account.username for account in world.accounts.values())


def test_the_description_is_openapi_3_1_and_names_refusals(client, db):
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    for path in described["paths"].values():
        for operation in path.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_the_description_page_loads_nothing_from_outside(client, db):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert "http://" not in page.content.decode()
    assert "https://" not in page.content.decode()
