"""Facts about signing in by the directory: a real LDAP server, plain, with StartTLS and over TLS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from aftersail.core.doors.configured import Directory, role_map
from aftersail.core.models import OutsideIdentity
from aftersail.core.scope import as_system
from aftersail.web.demo.accounts import DEMO_PASSWORD
from tests.core.test_signing_in import attempt
from tests.doors.servers import directory as server
from tests.doors.servers.certificates import certificate
from tests.doors.servers.processes import free_port, running


@pytest.fixture(scope="module")
def ldap(tmp_path_factory) -> Iterator[Directory]:
    cert, key = certificate(tmp_path_factory.mktemp("tls"))
    port, tls_port = free_port(), free_port()
    command = ["-m", "tests.doors.servers.directory", str(port), str(tls_port), str(cert), str(key)]
    with running(command, tls_port):
        yield Directory(
            url=f"ldap://localhost:{port}", ca_file=str(cert), bind_dn=server.SERVICE_DN,
            bind_password=server.SERVICE_PASSWORD, under=server.PEOPLE,
        ), f"ldaps://localhost:{tls_port}"  # fmt: skip


@pytest.fixture
def house(ldap, settings, world):
    """The directory in use, its `lin` linked to the dispatcher."""
    settings.DIRECTORY = ldap[0]
    with as_system():
        OutsideIdentity.objects.create(
            account=world.accounts["dispatcher"], provider="directory", subject="lin"
        )
    return settings


def test_name_and_password_of_the_directory_open_the_linked_account(house, client):
    assert "directory" in client.get("/sign-in/", headers={"accept-language": "en"}).content.decode()
    assert (
        attempt(client, username="LIN", password=server.PASSWORDS["lin"], next="/account/").status_code == 302
    )
    assert "dispatcher" in client.get("/account/").content.decode()


@pytest.mark.parametrize("password", ["wrong", " ", "*", "blue anchor 7 "])
def test_a_wrong_password_opens_nothing(house, client, password):
    assert attempt(client, username="lin", password=password).status_code == 422


def test_an_empty_password_never_binds(house, world):
    from aftersail.core.doors.directory import configured
    from aftersail.core.doors.ldap import check_password

    assert check_password(configured(), "lin", "") is None
    assert check_password(configured(), "", "x") is None


@pytest.mark.parametrize("name", ["*", "li*", "lin)(uid=*", "lin)(|(uid=*", "\\2a"])
def test_marks_of_a_search_are_taken_as_letters(house, name):
    from aftersail.core.doors.directory import configured
    from aftersail.core.doors.ldap import check_password

    assert check_password(configured(), name, server.PASSWORDS["lin"]) is None


def test_somebody_whom_nobody_linked_does_not_come_in(house, client):
    assert attempt(client, username="wu", password=server.PASSWORDS["wu"]).status_code == 422


def test_over_tls_and_with_start_tls(house, ldap, client):
    for where in (replace(ldap[0], url=ldap[1]), replace(ldap[0], start_tls=True)):
        house.DIRECTORY = where
        assert attempt(client, username="lin", password=server.PASSWORDS["lin"]).status_code == 302
        client.post("/sign-out/")


def test_a_server_whose_certificate_is_not_known_gets_no_password(house, ldap, client):
    house.DIRECTORY = replace(ldap[0], url=ldap[1], ca_file="")
    answer = attempt(client, username="lin", password=server.PASSWORDS["lin"])
    assert answer.status_code == 422
    assert "does not answer" in answer.content.decode()


def test_a_silent_directory_is_told_and_local_accounts_still_work(house, ldap, client):
    house.DIRECTORY = replace(ldap[0], url="ldap://127.0.0.1:9")
    answer = attempt(client, username="lin", password=server.PASSWORDS["lin"])
    assert answer.status_code == 422
    assert "directory of your organisation does not answer" in answer.content.decode()
    assert attempt(client, username="crew", password=DEMO_PASSWORD).status_code == 302


def test_groups_give_roles_where_the_house_says_so(house, ldap, world, client):
    house.DIRECTORY = replace(
        ldap[0], role_map=role_map(f"{server.DESK}=dispatcher executive; {server.STATIONS}=quality")
    )
    assert attempt(client, username="lin", password=server.PASSWORDS["lin"]).status_code == 302
    account = world.accounts["dispatcher"]
    account.refresh_from_db()
    assert sorted(account.roles) == ["dispatcher", "executive"]


def test_without_a_group_that_counts_one_stays_outside(house, ldap, world, client):
    house.DIRECTORY = replace(ldap[0], role_map=role_map("cn=others=auditor"))
    answer = attempt(client, username="lin", password=server.PASSWORDS["lin"])
    assert answer.status_code == 422
    assert "None of your groups" in answer.content.decode()


def test_a_closed_account_is_refused(house, world, client):
    with as_system():
        world.accounts["dispatcher"].change(is_active=False)
    assert attempt(client, username="lin", password=server.PASSWORDS["lin"]).status_code == 422


def test_the_directorys_names_are_locked_out_like_others(house, client):
    for _time in range(5):
        answer = attempt(client, username="lin")
    assert answer.status_code == 429
    assert attempt(client, username="lin", password=server.PASSWORDS["lin"]).status_code == 429
