"""Facts about what an order needs as it is entered: on the form that plans a visit, and by the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.models import LogEntry
from aftersail.core.scope import as_system
from aftersail.supply.models import KitLine, KitTemplate
from tests.dispatch.test_planning import open_for_days

API = "/api/v1/cases"


@pytest.fixture
def desk(visitor):
    return visitor("dispatcher")


def local(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def test_R38_a_visit_is_planned_with_a_team_and_the_tools_of_the_kit_list(story, desk):
    case, rad = story.case(), story.world.skills["RAD"]
    with as_system():
        kit = KitTemplate.objects.create(code="K-RAD", name="雷达", family=story.world.radar.model.family)
        KitLine.objects.create(kit=kit, line_number=1, tool_class="雷达测试仪")
    address = f"/cases/{case.pk}/move/plan/"
    form = desk.get(address).context["form"]
    assert form.initial["tool_classes"] == "雷达测试仪"
    typed = {
        "seen": case.version, "id": str(new_id()), "scope": "更换磁控管", "port": str(story.world.ports["QDG"].pk),
        "window_from": local(story.now), "window_until": local(story.now + timedelta(days=5)), "work_hours": "4",
        "skill": str(rad.pk), "level": "3", "cost_estimate_cny": "0", "tool_classes": form.initial["tool_classes"],
        "member0": "lead", "member0_level": "1", "member1": str(story.world.skills["GEN"].pk),
    }  # fmt: skip
    answer = desk.post(address, typed)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    with as_system():
        order = WorkOrder.objects.get(case=case)
        members = [(one.place, one.skill_id, one.level) for one in order.members.all()]
    assert order.team_size == 3
    assert members == [(2, rad.pk, 1), (3, story.world.skills["GEN"].pk, 3)]
    assert order.tool_classes == ["雷达测试仪"]
    page = desk.get(f"/orders/{order.pk}/needs/").content.decode()
    assert f"The lead brings {rad.name_en}, level 3." in page
    assert f"<strong>Person 2</strong> · {rad.name_en}" in page
    assert "<strong>Person 4</strong> · Nobody" in page


def test_R38_programs_say_what_an_order_needs_and_read_it_again(story, desk):
    case = story.case()
    first = story.order(case, **open_for_days(story))
    wanted = {
        "id": str(new_id()), "scope": "检查", "port_id": str(story.world.ports["QDG"].pk), "work_hours": 3,
        "window_from": story.now.isoformat(), "window_until": (story.now + timedelta(days=4)).isoformat(),
        "members": [{"skill_id": str(story.world.skills["RAD"].pk), "level": 1}], "after_id": str(first.pk), "tool_classes": ["示波器"],
    }  # fmt: skip
    made = desk.post(f"{API}/{case.pk}/orders", wanted, content_type="application/json")
    assert made.status_code == 201, made.content
    assert (made.json()["team_size"], made.json()["after_id"]) == (2, str(first.pk))
    address = f"{API}/orders/{wanted['id']}/needs"
    known = desk.get(address).json()
    assert known["tool_classes"] == ["示波器"]
    assert known["members"][0]["level"] == 1
    changed = {"members": [], "visit_with_id": str(first.pk), "tool_classes": [], "version": known["version"]}
    answer = desk.post(address, changed, content_type="application/json").json()
    assert (answer["team_size"], answer["after_id"], answer["visit_with_id"]) == (1, None, str(first.pk))
    assert desk.post(address, changed, content_type="application/json").status_code == 409
    unknown = changed | {"members": [{"skill_id": str(new_id())}], "version": None}
    assert desk.post(address, unknown, content_type="application/json").status_code == 422
    with as_system():
        entry = LogEntry.objects.get(event="cases.OrderNeedsChanged")
    assert entry.data["visit"] == first.number


def test_a_circle_is_refused_on_the_form_in_words(story, desk):
    case = story.case()
    one = story.order(case, **open_for_days(story))
    with as_system():
        other = story.order(case, **open_for_days(story))
        WorkOrder.objects.filter(pk=other.pk).update(after=one)
    typed = {"seen": one.version, "after": str(other.pk)}
    answer = desk.post(f"/orders/{one.pk}/needs/", typed)
    assert answer.status_code == 422
    assert "in a circle" in answer.content.decode()
