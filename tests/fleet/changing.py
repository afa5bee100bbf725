"""Changes made through the API, as the tests of technical states need them."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.fleet.models import Vessel
from aftersail.fleet.queries.ledger import state_on, stored_state

API = "/api/v1/fleet"


def today() -> date:
    return timezone.localdate()


def posted(client, path, body):
    return client.post(f"{API}{path}", body, content_type="application/json")


def same_as_replayed(vessel: Vessel) -> bool:
    with as_system():
        return state_on(vessel.pk, today()) == stored_state(vessel.pk)


def planned_swap(client, unit, **more) -> str:
    body = {
        "id": str(new_id()), "equipment_id": str(unit.pk), "kind": "swap", "reason": "磁控管老化", "new_serial": "HR300-0900",
    }  # fmt: skip
    answer = posted(client, "/state-changes", body | more)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def installed(client, change: str, **more):
    version = client.get(f"{API}/state-changes/{change}").json()["version"]
    body = {"version": version, "installed_on": today().isoformat(), "whereto": "factory"}
    return posted(client, f"/state-changes/{change}/install", body | more)


def verified(client, change: str, **more):
    version = client.get(f"{API}/state-changes/{change}").json()["version"]
    return posted(client, f"/state-changes/{change}/verify", {"version": version} | more)
