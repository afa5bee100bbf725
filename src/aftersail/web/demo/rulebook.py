"""The demo's service policy in two editions, who has read it, and the chart of duties."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from aftersail.people.models import (
    DutyActivity,
    DutyChart,
    DutyMark,
    PolicyAcknowledgement,
    PolicyPromise,
    ServicePolicy,
    Staff,
)
from aftersail.web.demo.setting import Setting

TEXTS = (
    "以用户为中心，服务向前延伸到设计、生产与试验。\n先修复，后定责；每个问题都有一位负责人和可查的时限。\n一次办好，办不好说明原因和下一步。",
    "The user stands at the centre; service begins with design, production and trials.\nRestore first, settle liability later; every problem has one owner and a clock that can be read.\nDone right the first time, and where not, the reason and the next step are told.",
)
PROMISES = (
    ("接到报修后首次答复", "First answer to a report", "2", "小时", "hours"),
    ("严重故障派出工程师", "Engineer sent for a serious fault", "24", "小时", "hours"),
    ("首次上船修复率", "Repaired at the first visit", "85", "%", "%"),
    ("重大案件关闭后回访", "Call back after a serious case closed", "15", "天", "days"),
    ("建议答复", "Answer to a suggestion", "10", "工作日", "working days"),
)
READ_SHARE = 0.86

DUTIES: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    ("receive_request", "受理报修", "Receive a report", "dispatcher", {"service_manager": "R", "station_manager": "I"}),
    ("triage_case", "分级与判定", "Triage a case", "dispatcher", {"dispatcher": "R", "station_manager": "C", "quality": "I"}),
    ("own_case", "案件负责", "Own a case", "service_manager", {"engineer": "R", "dispatcher": "I"}),
    ("approve_order", "审批工单", "Approve a work order", "station_manager", {"dispatcher": "C", "finance": "I"}),
    ("assign_engineer", "派工", "Send an engineer", "station_manager", {"dispatcher": "R", "engineer": "I"}),
    ("send_partner", "委托合作单位", "Send a partner", "dispatcher", {"station_manager": "R", "finance": "C", "quality": "I"}),
    ("work_on_board", "上船作业与记录", "Work on board and its record", "engineer", {"engineer": "R", "consultant": "C", "station_manager": "I"}),
    ("invite_consultant", "邀请服务顾问", "Invite a consultant", "service_manager", {"dispatcher": "R", "consultant": "C"}),
    ("close_case", "关闭案件", "Close a case", "service_manager", {"dispatcher": "R", "quality": "I"}),
    ("code_failure", "故障编码", "Code a failure", "quality", {"engineer": "R", "designer": "C"}),
    ("return_visit", "回访", "Return visit", "service_manager", {"service_manager": "R", "quality": "I"}),
    ("keep_baseline", "服务规范维护", "Keep service baselines", "quality", {"designer": "C", "dispatcher": "C", "executive": "I"}),
    ("score_partner", "合作单位评分", "Score partners", "quality", {"dispatcher": "C", "finance": "C", "executive": "I"}),
    ("issue_policy", "发布服务方针", "Issue the service policy", "executive", {"quality": "R", "station_manager": "C", "engineer": "I"}),
)  # fmt: skip


def build_rules(stage: Setting) -> None:
    """Put down policy, acknowledgements and duties."""
    dice = stage.dice("rulebook")
    begun = stage.begins.date()
    renewed = stage.today - timedelta(days=70)
    old = _policy(stage, 1, "superseded", in_force_from=begun, superseded_on=renewed)
    now = _policy(stage, 2, "in_force", in_force_from=renewed)
    for person in stage.sheet.of(Staff):
        username = person.account.username if person.account else ""
        for policy, share in ((old, 0.97), (now, READ_SHARE)):
            asks = policy is now and username == "engineer"
            if dice.chance(share) and not asks:
                days = dice.uniform(0, 40 if policy is old else 60)
                since = stage.begins if policy is old else stage.present - timedelta(days=70)
                stage.make(
                    PolicyAcknowledgement, dice, policy=policy, staff=person, acknowledged_at=since + timedelta(days=days)
                )  # fmt: skip
    chart = stage.make(
        DutyChart, dice, edition=1, state="in_force", name="售后服务职责表", name_en="Duties of the service", in_force_from=begun
    )  # fmt: skip
    for place, (code, name, name_en, accountable, others) in enumerate(DUTIES, 1):
        activity = stage.make(
            DutyActivity, dice, chart=chart, code=code, position=place, name=name, name_en=name_en, accountable_role=accountable
        )  # fmt: skip
        for role, letter in others.items():
            stage.make(DutyMark, dice, activity=activity, letter=letter, role=role)


def _policy(stage: Setting, edition: int, state: str, **days: object) -> ServicePolicy:
    dice = stage.dice(f"policy/{edition}")
    text, text_en = TEXTS
    policy: ServicePolicy = stage.make(
        ServicePolicy, dice, edition=edition, state=state, title="售后服务方针", title_en="Service policy", text=text, text_en=text_en,
        **days,
    )  # fmt: skip
    kept = PROMISES if edition > 1 else PROMISES[:3]
    for place, (said, said_en, number, measure, measure_en) in enumerate(kept, 1):
        stage.make(
            PolicyPromise, dice, policy=policy, position=place, text=said, text_en=said_en, number=Decimal(number),
            measure=measure, measure_en=measure_en,
        )  # fmt: skip
    return policy
