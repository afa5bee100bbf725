"""The style gallery: every component of the desk with invented data, for whoever builds pages (debug only)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

NOW = datetime(2026, 3, 18, 6, 20, tzinfo=UTC)

CASES = [
    ("FW-QD-202603-0041", ("主海水泵机械密封泄漏", "Main sea-water pump seal leaks"), "S1", "on_site", ("现场处理", "On site"), ("海鸥 217", "Haiou 217"), "赵明远", "Zhao Mingyuan"),
    ("FW-QD-202603-0040", ("监控台通信中断，偶发", "Monitoring console loses its link now and then"), "S2", "diagnosing", ("诊断中", "Diagnosing"), ("北辰 03", "Beichen 03"), "李慧", "Li Hui"),
    ("FW-ZS-202603-0017", ("液压站油温偏高", "Hydraulic unit runs hot"), "S3", "suspended", ("挂起", "Suspended"), ("远舟 66", "Yuanzhou 66"), "王建国", "Wang Jianguo"),
    ("FW-ZS-202603-0016", ("绞车制动片磨损到限", "Winch brake linings worn to the limit"), "S2", "planned", ("已计划", "Planned"), ("海鸥 219", "Haiou 219"), "陈立", "Chen Li"),
    ("FW-SY-202603-0009", ("软件升级后时钟不同步", "Clock drifts after the software update"), "S4", "confirming", ("待用户确认", "Awaiting confirmation"), ("南望 11", "Nanwang 11"), "周海燕", "Zhou Haiyan"),
    ("FW-SY-202602-0031", ("冷却风机异响", "Cooling fan is noisy"), "S3", "closed", ("已关闭", "Closed"), ("南望 08", "Nanwang 08"), "孙涛", "Sun Tao"),
]  # fmt: skip


def zh(chinese: str, english: str) -> str:
    """Pick the wording for the page's language; invented data needs no catalogue."""
    return english if (get_language() or "").startswith("en") else chinese


class RequestForm(forms.Form):
    """A form with every kind of field."""

    vessel = forms.CharField(max_length=60)
    symptom = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    severity = forms.ChoiceField()
    stopped = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    happened_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    agree = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "vessel": (
                zh("舷号代码", "Hull code"),
                zh("不知道可以填船名。", "The ship's name will do if you do not know it."),
            ),
            "symptom": (
                zh("故障现象", "What is wrong"),
                zh(
                    "写您看到、听到、闻到的，不必判断原因。",
                    "What you see, hear or smell; no need to guess the cause.",
                ),
            ),
            "severity": (zh("影响程度", "How bad is it"), ""),
            "stopped": (zh("设备还能运行吗", "Does it still run"), ""),
            "happened_on": (zh("发生日期", "Happened on"), ""),
            "agree": (zh("同意服务人员登船检查", "Service staff may come aboard to look"), ""),
        }
        for name, (label, help_text) in words.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        self.fields["severity"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            ("s1", zh("停航", "Cannot sail")),
            ("s3", zh("可用，降级", "Works, degraded")),
        ]
        self.fields["stopped"].choices = [  # type: ignore[attr-defined]
            ("yes", zh("能", "Yes")),
            ("partly", zh("部分", "Partly")),
            ("no", zh("不能", "No")),
        ]


def rail() -> list[dict[str, Any]]:
    """Return the rail as the product will have it."""
    sections: list[tuple[str, list[tuple[str, str, int | None]]]] = [
        ("", [(zh("首页", "Home"), "home", None)]),
        (zh("受理", "Intake"), [(zh("服务请求", "Requests"), "inbox", 7)]),
        (zh("案件", "Cases"), [(zh("案件清单", "Cases"), "clipboard-list", 23), (zh("看板", "Board"), "layout-board", None)]),
        (zh("调度", "Dispatch"), [(zh("派工建议", "Proposals"), "route", 3)]),
        (zh("上船服务", "Visits"), [(zh("服务任务", "Visits"), "tool", None)]),
        (zh("船与设备", "Fleet"), [(zh("客户", "Customers"), "building", None), (zh("船舶", "Vessels"), "ship", None), (zh("设备", "Equipment"), "engine", None), (zh("型号", "Models"), "stack-2", None)]),
        (zh("人员", "People"), [(zh("服务站", "Stations"), "map-pin", None), (zh("人员", "Staff"), "users", None)]),
        (zh("备件", "Supply"), [(zh("备件", "Parts"), "package", None)]),
        (zh("满意度", "Satisfaction"), [(zh("满意度卡", "Cards"), "mood-happy", None)]),
        (zh("指标", "Scorecard"), [(zh("关键指标", "KPI"), "gauge", None)]),
        (zh("数据", "Data"), [(zh("导入", "Import"), "database-import", None)]),
        (zh("管理", "Admin"), [(zh("账号", "Accounts"), "user-circle", None), (zh("审计", "Audit"), "shield-check", None)]),
    ]  # fmt: skip
    pinned = {"home", "inbox", "clipboard-list", "tool"}
    return [
        {"label": label, "items": [
            {"label": text, "url": "/gallery/", "icon": icon, "active": icon == "clipboard-list", "count": count, "pinned": icon in pinned}
            for text, icon, count in items
        ]}
        for label, items in sections
    ]  # fmt: skip


def words() -> dict[str, str]:
    """Return the texts of the gallery's template."""
    return {
        "title": zh("主海水泵机械密封泄漏", "Main sea-water pump seal leaks"),
        "where": zh(
            "海鸥 217 · 主海水泵 XH-200 · 序列号 A7-20411",
            "Haiou 217 · main sea-water pump XH-200 · serial A7-20411",
        ),
        "cases": zh("案件", "Cases"),
        "state": zh("现场处理", "On site"),
        "acknowledge": zh("填写服务记录", "Record the visit"),
        "suspend": zh("挂起", "Suspend"),
        "print": zh("打印", "Print"),
        "follow": zh("关注", "Follow"),
        "cancel": zh("取消案件", "Cancel case"),
        "sure": zh(
            "取消后编号保留，不能恢复。确定取消吗？",
            "The number stays used and this cannot be undone. Cancel the case?",
        ),
        "overview": zh("概览", "Overview"),
        "visits": zh("上船服务", "Visits"),
        "documents": zh("资料", "Documents"),
        "timeline": zh("时间线", "Timeline"),
        "number": zh("编号", "Number"),
        "fault": zh("故障", "Fault"),
        "vessel": zh("船舶", "Vessel"),
        "owner": zh("责任人", "Owner"),
        "status": zh("状态", "State"),
        "clock": zh("时限", "Clock"),
        "opened": zh("受理时间", "Opened"),
        "cost": zh("费用", "Cost"),
        "station": zh("服务站", "Station"),
        "all": zh("全部服务站", "All stations"),
        "answered": zh("按时响应率", "Answered in time"),
        "fixed": zh("首次修复率", "First-time fix rate"),
        "restore": zh("恢复时间中位数", "Median time to restore"),
        "per_case": zh("单案成本", "Cost per case"),
        "better": zh("比上月高 1.1 个百分点", "up 1.1 points on last month"),
        "worse": zh("比上月慢 6 小时", "6 h slower than last month"),
        "symptom": zh("现象", "Symptom"),
        "hours": zh("运行小时", "Running hours"),
        "warranty": zh("质保", "Warranty"),
        "in_warranty": zh("质保内，剩 212 天", "In warranty, 212 days left"),
        "leak": zh(
            "轴端滴漏约每分钟 20 滴，振动正常。",
            "About 20 drops a minute at the shaft end; vibration is normal.",
        ),
        "arrived": zh("到达现场", "Arrived on board"),
        "sent": zh("派工单已批准", "Work order approved"),
        "came": zh("扫码报修", "Reported by QR code"),
        "by_crew": zh("船员（未登录）", "crew, not signed in"),
        "zhao": zh("赵明远", "Zhao Mingyuan"),
        "role": zh("服务工程师", "field engineer"),
        "station_manager": zh("站长 刘芳", "Liu Fang, station manager"),
        "none_title": zh("还没有服务任务", "No visits yet"),
        "none_text": zh(
            "派工单批准并指派工程师后，这里会出现上船服务任务。",
            "Approve a work order and assign an engineer; the visit appears here.",
        ),
        "none_action": zh("新建派工单", "New work order"),
        "alert_title": zh("质保判定需要复核", "The warranty verdict needs a second look"),
        "alert_text": zh(
            "序列号未在档案中找到，按船舶交付日期推定。",
            "The serial is not on file; the delivery date of the vessel was used.",
        ),
        "save": zh("保存", "Save"),
        "submit": zh("提交报修", "Send report"),
        "why_not": zh("派工单尚未批准", "The work order is not approved yet"),
        "sign": zh("用户签字", "User's signature"),
        "signer": zh("轮机长 · 签字即确认服务内容", "Chief engineer · signing confirms the work done"),
        "board": zh("案件看板", "Case board"),
        "import": zh("导入进度", "Import"),
        "public": zh("报告设备故障", "Report a fault"),
        "public_text": zh(
            "无需登录。通常 2 小时内有人联系您。",
            "No account needed. Somebody usually calls you within two hours.",
        ),
        "step_next": zh("检查通过后点“导入”。", "Import when the check is clean."),
    }


def clocks() -> dict[str, dict[str, Any]]:
    """Return one clock of each kind."""
    due_at = NOW + timedelta(hours=5)
    response, restore = zh("响应", "Response"), zh("恢复", "Restore")
    return {
        "running": {
            "label": response,
            "state": "running",
            "left": timedelta(hours=5, minutes=12),
            "due_at": due_at,
        },
        "soon": {"label": zh("到场", "On site"), "state": "running", "left": 3100, "due_at": due_at},
        "overdue": {"label": restore, "state": "overdue", "left": timedelta(hours=-27), "due_at": due_at},
        "paused": {
            "label": restore,
            "state": "paused",
            "left": 7200,
            "reason": zh("等待船方安排", "waiting for the ship"),
            "due_at": due_at,
        },
        "met": {"label": response, "state": "met", "left": None},
        "missed": {"label": response, "state": "missed", "left": timedelta(hours=2)},
        "none": {"label": restore, "state": "none", "left": None},
    }


def case_rows() -> list[dict[str, Any]]:
    """Return the rows of the sample list, each with one of the clocks."""
    kinds = list(clocks().values())
    kinds = [kinds[2], kinds[1], kinds[3], kinds[0], kinds[4], kinds[4]]
    tones = {"S1": "bad", "S2": "attention", "S3": "info", "S4": ""}
    return [
        {"number": number, "title": zh(*title), "severity": severity, "state": state, "state_label": zh(*label),
         "vessel": zh(*vessel), "owner": zh(owner, owner_en), "clock": kinds[i], "tone": tones[severity],
         "opened_at": NOW - timedelta(hours=9 * i + 2), "cost": None if i == 4 else 1280 + 3111 * i}
        for i, (number, title, severity, state, label, vessel, owner, owner_en) in enumerate(CASES)
    ]  # fmt: skip


def charts() -> dict[str, dict[str, Any]]:
    """Return one data block of each kind of chart."""
    months = [f"2025-{m:02}" for m in range(4, 13)] + ["2026-01", "2026-02", "2026-03"]
    mean = [88.1, 87.4, 89.0, 90.2, 89.5, None, 90.8, 91.6, 90.9, 92.3, 91.8, 92.9]
    ports = [
        zh("青岛", "Qingdao"),
        zh("大连", "Dalian"),
        zh("舟山", "Zhoushan"),
        zh("上海", "Shanghai"),
        zh("三亚", "Sanya"),
    ]
    return {
        "trend": {"kind": "line", "x": months, "unit": "%", "target": 90, "series": [{
            "name": zh("按时响应率", "Answered in time"), "data": mean,
            "low": [v and v - 3.2 for v in mean], "high": [v and min(v + 2.6, 100) for v in mean]}]},
        "bars": {"kind": "stack", "x": months, "series": [
            {"name": zh("质保内", "In warranty"), "data": [31, 28, 35, 40, 38, 44, 41, 36, 33, 30, 25, 29]},
            {"name": zh("质保外", "Out of warranty"), "data": [12, 15, 11, 17, 19, 14, 21, 18, 16, 20, 13, 17]}]},
        "heat": {"kind": "heat", "x": [f"W{w}" for w in range(10, 20)], "y": ports,
                 "values": [[x, y, (x * 7 + y * 11) % 13] for x in range(10) for y in range(5)]},
        "quadrant": {"kind": "quadrant", "x_label": zh("满意度", "Satisfaction"), "y_label": zh("重要性", "Importance"), "points": [
            {"name": zh("到场速度", "Speed"), "x": 78, "y": 9.1}, {"name": zh("技术能力", "Skill"), "x": 91, "y": 9.4},
            {"name": zh("备件供应", "Parts"), "x": 66, "y": 8.2}, {"name": zh("沟通", "Manner"), "x": 94, "y": 6.8},
            {"name": zh("资料", "Documents"), "x": 72, "y": 5.9}]},
        "radar": {"kind": "radar", "x": [zh("响应", "Response"), zh("到场", "On site"), zh("恢复", "Restore"), zh("首修", "First fix"), zh("回访", "Return visit")],
                  "series": [{"name": zh("本月", "This month"), "data": [96, 88, 91, 83, 97]}, {"name": zh("目标", "Target"), "data": [95, 90, 90, 85, 95]}]},
        "control": {"kind": "control", "x": [str(i) for i in range(1, 25)], "limits": {"lower": 2, "centre": 9, "upper": 16},
                    "series": [{"name": zh("每周故障", "Faults a week"), "data": [8, 9, 7, 11, 10, 6, 9, 12, 8, 7, 10, 9, 11, 13, 9, 8, 18, 12, 10, 9, 7, 8, 11, 10]}]},
    }  # fmt: skip


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component; only where debugging is on."""
    if not settings.DEBUG:
        raise Http404
    filled = RequestForm(
        {"vessel": "217", "symptom": "", "severity": "s1"} if "invalid" in request.GET else None
    )
    filled.is_valid()
    if "toast" in request.GET:
        messages.success(request, zh("案件已确认。", "Case acknowledged."))
        messages.error(
            request, zh("保存失败：记录已被他人修改。", "Not saved: somebody else changed the record.")
        )
    rows = case_rows()
    lanes = [("diagnosing", ("诊断中", "Diagnosing"), 4), ("planned", ("已计划", "Planned"), 0), ("on_site", ("现场处理", "On site"), 1),
             ("suspended", ("挂起", "Suspended"), 0), ("confirming", ("待确认", "Confirming"), 0)]  # fmt: skip
    context = {
        "rail": rail(), "rail_shape": "gallery", "roles": "gallery", "unread": 12, "account_name": zh("林晓东", "Lin Xiaodong"), "account_role": zh("调度", "Dispatcher"),
        "quick_add": [{"label": zh("电话登记", "Phone call"), "url": "#", "icon": "phone"}, {"label": zh("新船舶", "New vessel"), "url": "#", "icon": "ship"}],
        "house_name": zh("海蓝装备售后中心", "Hailan Service"), "rows": rows, "clocks": clocks(), "charts": charts(), "form": filled,
        "page": Paginator(range(4000), 80).page(2), "now": NOW, "trend": [81, 84, None, 83, 88, 87, 91, 92],
        "saved": [{"label": zh("需要我处理", "Needs me"), "url": "?saved=1", "active": True, "count": 7}, {"label": zh("七天内到期", "Due in 7 days"), "url": "?saved=2", "count": 12}, {"label": zh("未指派", "Unassigned"), "url": "?saved=3", "count": 3}],
        "options": [("qd", zh("青岛站", "Qingdao")), ("zs", zh("舟山站", "Zhoushan"))],
        "lanes": [{"state": s, "label": zh(*label), "limit": limit, "cards": [r for r in rows if r["state"] == s] * (2 if limit else 1)} for s, label, limit in lanes],
        "stages": [{"label": zh(*label), "state": state, "at": at} for label, state, at in [
            (("登记", "Registered"), "done", NOW - timedelta(days=2)), (("分级", "Triaged"), "done", NOW - timedelta(days=2, hours=-1)), (("诊断", "Diagnosing"), "skipped", None),
            (("派工", "Dispatched"), "done", NOW - timedelta(days=1)), (("现场处理", "On site"), "current", NOW), (("恢复", "Restored"), "todo", None), (("关闭", "Closed"), "todo", None)]],
        "steps": [zh("上传", "Upload"), zh("对应列", "Map columns"), zh("检查", "Check"), zh("导入", "Import")],
        "say": words(),
    }  # fmt: skip
    template = "web/gallery_public.html" if "public" in request.GET else "web/gallery.html"
    return render(request, template, context)
