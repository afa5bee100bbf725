"""How people grow, through the pages: levels with their history, plans, trainings, promotions, certificates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.models import LogEntry, Notification
from aftersail.core.scope import as_system
from aftersail.people.actions.defaults import load_people_defaults
from aftersail.people.actions.notices import tell_of_endings
from aftersail.people.models import (
    Area,
    Certificate,
    CertificateKind,
    DevelopmentPlan,
    PlanItem,
    Promotion,
    Skill,
    SkillRequirement,
    Staff,
    StaffSkill,
    StaffTraining,
    TaskType,
    TrainingSeat,
)
from aftersail.people.models.kinds import ALL_TASKS

pytestmark = pytest.mark.django_db


def level_url(staff: Staff, skill: Skill, task: object = ALL_TASKS) -> str:
    return reverse("people:level", args=[staff.pk, skill.pk, task])


def test_R27_the_matrix_shows_levels_gaps_and_who_carries_a_skill_alone(world, signed_in):
    with as_system():
        SkillRequirement.objects.create(station=world.station, skill=world.skills["RAD"], level=3, people=2)
    page = signed_in("dispatcher").get(reverse("people:matrix") + "?station=QD").content.decode()
    assert world.staff["second_engineer"].name in page
    assert world.staff["other_engineer"].name not in page
    assert 'id="gaps"' in page
    assert "≥ 3" in page
    alone = page.split('id="alone"')[1]
    assert str(world.staff["engineer"]) in alone


def test_R27_a_level_is_judged_anew_with_grounds_and_keeps_its_history(world, signed_in):
    staff, skill = world.staff["second_engineer"], world.skills["RAD"]
    client = signed_in("manager")
    url = level_url(staff, skill)
    with as_system():
        held = StaffSkill.objects.get(staff=staff, skill=skill)
    said = {"version": held.version, "level": "3", "basis": "2026 年船上考核"}
    assert client.post(url, said | {"basis": ""}).status_code == 422
    assert client.post(url, said).status_code == 302
    stale = client.post(url, said | {"level": "4"})
    assert stale.status_code == 422  # somebody was faster: the page shows the form again
    page = client.get(url).content.decode()
    assert "2026 年船上考核" in page
    assert "level 2 → 3" in page
    with as_system():
        assert StaffSkill.objects.get(staff=staff, skill=skill).level == 3


def test_R27_a_task_of_its_own_may_have_another_level(world, signed_in):
    staff, skill = world.staff["engineer"], world.skills["RAD"]
    with as_system():
        teach = TaskType.objects.create(code="TEACH", name="操作培训", name_en="Operator training", place=1)
    client = signed_in("manager")
    assert client.post(level_url(staff, skill, teach.pk), {"level": "1", "basis": "试讲"}).status_code == 302
    page = client.get(reverse("people:matrix") + f"?station=QD&task={teach.pk}").content.decode()
    assert "lv-own" in page
    with as_system():
        assert StaffSkill.objects.get(staff=staff, skill=skill, task=ALL_TASKS).level == 3


def test_R27_nobody_judges_a_person_of_another_station_or_themselves(world, signed_in):
    said = {"version": 1, "level": "4", "basis": "熟"}
    foreign = level_url(world.staff["other_engineer"], world.skills["RAD"])
    assert signed_in("manager").post(foreign, said).status_code in {403, 422}
    own = level_url(world.staff["engineer"], world.skills["RAD"])
    assert signed_in("engineer").post(own, said).status_code in {403, 422}
    with as_system():
        assert not StaffSkill.objects.filter(level=4).exists()


def test_R27_the_matrix_goes_out_as_a_workbook_and_the_log_keeps_who_took_it(world, signed_in):
    answer = signed_in("dispatcher").get(reverse("people:matrix") + "?format=xlsx")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    with as_system():
        assert LogEntry.objects.filter(event__endswith="ListExported", data__page="people:matrix").exists()


def test_R35_a_plan_is_drafted_from_gaps_and_fills_as_levels_are_reached(world, signed_in):
    staff, skill = world.staff["second_engineer"], world.skills["RAD"]
    with as_system():
        SkillRequirement.objects.create(station=world.station, skill=skill, level=3, people=2)
        SkillRequirement.objects.create(station=world.station, skill=world.skills["GEN"], level=2, people=1)
    client = signed_in("manager")
    url = reverse("people:plan_draft", args=[staff.pk])
    today = timezone.localdate()
    days = {"id": str(new_id()), "first_day": str(today), "last_day": str(today + timedelta(days=300))}
    made = client.post(url, days)
    assert made.status_code == 302
    with as_system():
        plan = DevelopmentPlan.objects.get(staff=staff)
        steps = {item.skill.code: item for item in plan.items.select_related("skill", "mentor")}
    assert {code: item.target_level for code, item in steps.items()} == {"RAD": 3, "GEN": 1}
    assert steps["RAD"].mentor == world.staff["engineer"]
    assert (
        client.post(url, days).headers["Location"] == made.headers["Location"]
    )  # a double click is one plan
    assert client.post(url, days | {"id": str(new_id())}).status_code == 422  # one plan at a time
    with as_system():
        held = StaffSkill.objects.get(staff=staff, skill=skill)
    client.post(level_url(staff, skill), {"version": held.version, "level": "3", "basis": "考核通过"})
    page = client.get(reverse("people:plan", args=[plan.pk])).content.decode()
    assert "50" in page
    assert "考核通过" not in page.split("<table")[0]
    with as_system():
        assert PlanItem.objects.get(pk=steps["RAD"].pk).done_on == today


def test_R35_a_passed_course_raises_the_level_with_the_course_as_grounds(world, signed_in):
    staff, skill = world.staff["second_engineer"], world.skills["RAD"]
    today = timezone.localdate()
    with as_system():
        course = StaffTraining.objects.create(
            code="TR-1",
            title="雷达诊断",
            skill=skill,
            raises_to=3,
            station=world.station,
            first_day=today,
            last_day=today,
        )
        seat = TrainingSeat.objects.create(training=course, staff=staff)
    client = signed_in("manager")
    form = {
        "training": course.pk,
        "staff": staff.pk,
        "result": "passed",
        "score": "86",
        "remark": "",
        "version": 1,
    }
    assert client.post(reverse("people:training_seat_edit", args=[seat.pk]), form).status_code == 302
    with as_system():
        held = StaffSkill.objects.get(staff=staff, skill=skill)
        assert held.level == 3
        assert "雷达诊断" in held.basis
    form |= {"result": "failed", "version": 2}
    assert client.post(reverse("people:training_seat_edit", args=[seat.pk]), form).status_code == 422
    page = client.get(reverse("people:training", args=[course.pk])).content.decode()
    assert "100" in page


def test_R53_a_promotion_gives_the_grade_once_and_only_one_step(world, signed_in):
    staff = world.staff["engineer"]
    client, url = signed_in("manager"), reverse("people:promotion_new")
    form = {
        "id": str(new_id()),
        "staff": staff.pk,
        "promoted_on": str(timezone.localdate()),
        "grounds": "评审通过",
    }
    assert client.post(url, form | {"to_grade": "chief"}).status_code == 422
    assert client.post(url, form | {"to_grade": "senior"}).status_code == 302
    with as_system():
        assert Staff.objects.get(pk=staff.pk).grade == "senior"
        assert Promotion.objects.get(staff=staff).from_grade == "engineer"
    again = form | {"id": str(new_id()), "to_grade": "senior"}
    assert client.post(url, again).status_code == 422
    foreign = form | {"id": str(new_id()), "staff": world.staff["other_engineer"].pk, "to_grade": "senior"}
    assert client.post(url, foreign).status_code == 403


def test_R25_a_person_states_source_home_port_and_experience(world, signed_in):
    person = world.staff["second_engineer"]
    port = world.ports["QDG"]
    form = {
        "number": person.number, "name": person.name, "station": person.station_id, "post": "service", "grade": "engineer",
        "serves_on_board": "on", "hired_locally": "on", "hire_source": "seafarer", "home_port": port.pk,
        "experience_years": 12, "experience": "远洋轮机员", "active": "on", "version": person.version,
    }  # fmt: skip
    client = signed_in("manager")
    assert client.post(reverse("people:staff_edit", args=[person.pk]), form).status_code == 302
    page = client.get(reverse("people:staff", args=[person.pk])).content.decode()
    assert "From seafaring" in page
    assert "远洋轮机员" in page
    listed = client.get(reverse("people:staff_list") + "?hire_source=seafarer").content.decode()
    assert person.name in listed
    assert world.staff["engineer"].name not in listed
    left = form | {"hired_on": "2020-01-01", "left_on": "2019-01-01", "version": person.version + 1}
    assert client.post(reverse("people:staff_edit", args=[person.pk]), left).status_code == 422


def test_a_certificate_names_its_end_unless_its_kind_never_ends(world, signed_in):
    client, url = signed_in("manager"), reverse("people:certificate_new")
    with as_system():
        boarding = CertificateKind.objects.get(code="boarding")
        diploma = CertificateKind.objects.create(code="diploma", name="学历证书", never_expires=True)
    form = {"staff": world.staff["engineer"].pk, "number": "1", "valid_from": "2026-01-01", "expires_on": ""}
    assert client.post(url, form | {"id": str(new_id()), "kind": boarding.pk}).status_code == 422
    assert client.post(url, form | {"id": str(new_id()), "kind": diploma.pk}).status_code == 302
    ends = form | {
        "id": str(new_id()),
        "kind": diploma.pk,
        "valid_from": "2025-01-01",
        "expires_on": "2027-01-01",
    }
    assert client.post(url, ends).status_code == 422
    backwards = form | {"id": str(new_id()), "kind": boarding.pk, "expires_on": "2025-01-01"}
    assert client.post(url, backwards).status_code == 422


def test_holder_and_manager_are_told_once_at_each_notice(world):
    now = timezone.now()
    today = timezone.localdate(now)
    with as_system():
        paper = Certificate.objects.filter(staff=world.staff["engineer"]).first()
        Certificate.objects.filter(pk=paper.pk).update(expires_on=today + timedelta(days=59))
        assert tell_of_endings(at=now) == 1
        assert tell_of_endings(at=now) == 0
        told = set(
            Notification.objects.filter(event__endswith="CertificateEnding").values_list(
                "account__username", flat=True
            )
        )
        assert told == {"engineer", "manager"}
        assert tell_of_endings(at=now + timedelta(days=30)) == 1  # 29 days left: the next notice
        Certificate.objects.create(
            staff=paper.staff, kind=paper.kind, valid_from=today, expires_on=today + timedelta(days=900)
        )
        assert tell_of_endings(at=now + timedelta(days=53)) == 0  # renewed: nothing to tell


def test_certificates_that_end_are_listed_soonest_first(world, signed_in):
    today = timezone.localdate()
    with as_system():
        Certificate.objects.filter(staff=world.staff["engineer"]).update(
            expires_on=today + timedelta(days=20)
        )
        Certificate.objects.filter(staff=world.staff["second_engineer"]).update(
            expires_on=today - timedelta(days=3)
        )
    page = signed_in("manager").get(reverse("people:ending_papers")).content.decode()
    first, second = world.staff["second_engineer"].name, world.staff["engineer"].name
    assert page.index(first) < page.index(second)
    assert "Expired" in page
    assert "3 days ago" in page
    assert ">-3<" not in page
    with as_system():
        ended = Certificate.objects.filter(staff=world.staff["second_engineer"]).first()
    assert (
        "Expired" in signed_in("manager").get(reverse("people:certificate", args=[ended.pk])).content.decode()
    )


def test_R23_the_three_seas_are_entered_once_and_keep_their_wording(world, signed_in):
    with as_system():
        Area.objects.filter(code="BH").update(name="渤黄海")
    client = signed_in("dispatcher")
    assert client.post(reverse("people:seed")).status_code == 302
    with as_system():
        assert {"BH", "DH", "NH"} <= set(Area.objects.values_list("code", flat=True))
        assert Area.objects.get(code="BH").name == "渤黄海"
        assert load_people_defaults(by=None, at=timezone.now()) == 0
    assert signed_in("manager").post(reverse("people:seed")).status_code == 403


def test_R23_an_area_cannot_be_part_of_its_own_part(world, signed_in):
    client = signed_in("dispatcher")
    with as_system():
        top = Area.objects.first()
        part = Area.objects.create(code="BHW", name="渤海湾", parent=top)
    form = {"code": top.code, "name": top.name, "parent": part.pk, "version": top.version}
    answer = client.post(reverse("people:area_edit", args=[top.pk]), form)
    assert answer.status_code == 422
    assert "part of itself" in answer.content.decode()


def test_R23_a_list_filtered_by_an_area_holds_its_parts(world, signed_in):
    client = signed_in("dispatcher")
    station = world.station
    with as_system():
        part = Area.objects.create(code="BHW", name="渤海湾", parent=station.area)
        type(station).objects.filter(pk=station.pk).update(area=part)
        other = world.other_station.area_id
    whole, sea = station.area_id, reverse("people:staff_list")
    assert world.staff["engineer"].name in client.get(f"{sea}?area={whole}").content.decode()
    assert world.staff["engineer"].name not in client.get(f"{sea}?area={other}").content.decode()
    assert client.get(f"{sea}?area=nonsense").status_code == 200
    assert client.get(reverse("scorecard:kpi") + f"?area={whole}").status_code == 200


def test_an_entry_of_the_ladder_is_kept_by_hr(world, signed_in):
    form = {
        "id": str(new_id()),
        "grade": "senior",
        "least_months": 36,
        "least_field_hours": 500,
        "least_skills": 3,
        "skill_level": 3,
    }
    url = reverse("people:grade_criterion_new")
    assert signed_in("manager").post(url, form).status_code == 403
    assert signed_in("finance").post(url, form | {"least_ftfr_percent": "180"}).status_code == 422
    assert signed_in("finance").post(url, form).status_code == 302


def test_R34_a_person_has_one_timeline_along_the_whole_chain(world, signed_in):
    staff = world.staff["designer"]
    client = signed_in("dispatcher")
    form = {
        "id": str(new_id()), "staff": staff.pk, "stage": "commissioning", "station": world.station.pk,
        "task": "随站调试", "first_day": "2026-01-05", "last_day": "2026-01-16",
    }  # fmt: skip
    assert client.post(reverse("people:posting_new"), form).status_code == 302
    backwards = form | {"id": str(new_id()), "last_day": "2025-01-16"}
    assert client.post(reverse("people:posting_new"), backwards).status_code == 422
    page = client.get(reverse("people:life", args=[staff.pk])).content.decode()
    assert "随站调试" in page
    assert "Commissioning" in page


def test_R34_the_rotation_report_counts_field_days_of_designers(world, signed_in):
    staff, today = world.staff["designer"], timezone.localdate()
    with as_system():
        Staff.objects.filter(pk=staff.pk).update(post="design")
        staff.postings.create(
            stage="after_sales",
            task="随站服务",
            first_day=date(today.year, 1, 1),
            last_day=date(today.year, 1, 4),
        )
        staff.postings.create(
            stage="design", task="设计", first_day=date(today.year, 1, 5), last_day=date(today.year, 1, 5)
        )
    page = signed_in("finance").get(reverse("scorecard:rotation")).content.decode()
    days = min(4, (today - date(today.year, 1, 1)).days + 1)
    assert f"<strong>{days}</strong> / 20" in page


def test_R53_the_ladder_shows_who_is_ready_and_people_against_demand(world, signed_in):
    with as_system():
        load_people_defaults(by=None, at=timezone.now())
        kind = CertificateKind.objects.get(code="safety")
        person = world.staff["unskilled_engineer"]
        Staff.objects.filter(pk=person.pk).update(grade="trainee", hired_on=date(2020, 1, 1))
        Certificate.objects.create(
            staff=person, kind=kind, valid_from=date(2025, 1, 1), expires_on=date(2030, 1, 1)
        )
        from aftersail.people.models import GradeCriterion

        GradeCriterion.objects.filter(grade="junior").update(least_field_hours=0)
    page = signed_in("manager").get(reverse("scorecard:ladder") + "?station=QD").content.decode()
    row = page[page.index(person.name) :]
    assert "all met" in row[:2500]
    assert "to_grade=junior" in row
    assert 'id="strength"' in page
