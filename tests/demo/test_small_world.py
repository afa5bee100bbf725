"""The small world that other tests work in."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password

from aftersail.core.roles import Role
from aftersail.core.scope import as_system, entered
from aftersail.fleet.models import Customer, Equipment, Vessel
from aftersail.web.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from aftersail.web.demo.small import World


def test_every_role_has_an_account_with_the_printed_password(world: World) -> None:
    held = {role for account in world.accounts.values() for role in account.roles}
    assert held == set(Role)
    assert all(
        check_password(DEMO_PASSWORD, world.accounts[spec.username].password) for spec in DEMO_ACCOUNTS
    )


def test_a_crew_sees_its_own_ship_and_its_owner_and_no_other(world: World) -> None:
    with entered(world.accounts["crew"].scope()):
        assert list(Vessel.objects.all()) == [world.vessel]
        assert list(Customer.objects.all()) == [world.customer]
        assert set(Equipment.objects.all()) == {world.radar, world.radar_transceiver, world.generator}


def test_the_yard_sees_the_hull_it_builds(world: World) -> None:
    with entered(world.accounts["yard"].scope()):
        assert list(Vessel.objects.all()) == [world.yard_vessel]


def test_every_vessel_has_one_steward_and_one_deputy(world: World) -> None:
    with as_system():
        assert all(
            vessel.steward and vessel.deputy and vessel.steward != vessel.deputy
            for vessel in Vessel.objects.all()
        )
