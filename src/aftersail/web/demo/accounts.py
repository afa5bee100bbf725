"""The accounts a visitor may try: one for each chair in the service, all with the same password."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from aftersail.core.roles import Role

DEMO_PASSWORD = "demo-sail-2026"
"""Printed by `aftersail demo`; never the password of a real installation."""

UNUSABLE_PASSWORD = "!invented-person"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A sign-in name, the person who sits there, and what can be tried from that chair."""

    username: str
    role: Role
    name: str
    name_en: str
    what: str
    what_en: str

    def as_line(self) -> dict[str, str]:
        """Return what the command line prints of it."""
        return {
            "username": self.username,
            "password": DEMO_PASSWORD,
            "role": self.role.value,
            "what": f"{self.what} · {self.what_en}",
        }


DEMO_ACCOUNTS = tuple(
    DemoAccount(*row)
    for row in (
        (
            "dispatcher",
            Role.DISPATCHER,
            "秦若澜",
            "Qin Ruolan",
            "调度：受理、派工、看板",
            "dispatcher: intake, dispatch, board",
        ),
        (
            "manager",
            Role.STATION_MANAGER,
            "鲁海川",
            "Lu Haichuan",
            "青岛站站长：本站与本海区",
            "station manager, Qingdao: own station and area",
        ),
        (
            "engineer",
            Role.ENGINEER,
            "程远帆",
            "Cheng Yuanfan",
            "青岛站工程师：我的上船服务",
            "field engineer, Qingdao: my visits",
        ),
        (
            "steward",
            Role.SERVICE_MANAGER,
            "叶知秋",
            "Ye Zhiqiu",
            "服务经理：一对一的船、回访",
            "service manager: own vessels, return visits",
        ),
        (
            "quality",
            Role.QUALITY,
            "顾明澈",
            "Gu Mingche",
            "质量工程师：编码、审核、指标",
            "quality engineer: codes, reviews, figures",
        ),
        (
            "executive",
            Role.EXECUTIVE,
            "沈砚舟",
            "Shen Yanzhou",
            "分管领导：汇总与下钻",
            "executive: figures and drill-down",
        ),
        (
            "auditor",
            Role.AUDITOR,
            "唐守正",
            "Tang Shouzheng",
            "审计：全部只读，含日志",
            "auditor: everything read-only, log included",
        ),
        (
            "designer",
            Role.DESIGNER,
            "江临风",
            "Jiang Linfeng",
            "设计师：各型号的故障",
            "designer: faults by model",
        ),
        ("finance", Role.FINANCE, "钱若谷", "Qian Ruogu", "财务人事：费用", "finance and HR: cost"),
        (
            "consultant",
            Role.CONSULTANT,
            "周维岳",
            "Zhou Weiyue",
            "服务顾问：被邀请的案件",
            "service consultant: cases invited to",
        ),
        (
            "admin",
            Role.ADMIN,
            "韩理清",
            "Han Liqing",
            "系统管理员：账号、设置",
            "administrator: accounts, settings",
        ),
        (
            "crew",
            Role.CREW,
            "罗望潮",
            "Luo Wangchao",
            "船员：本船报修、签字、评价",
            "crew: report, sign and rate for one ship",
        ),
        (
            "owner",
            Role.FLEET_MANAGER,
            "贺云帆",
            "He Yunfan",
            "船东机务：本公司各船",
            "fleet manager: all ships of one customer",
        ),
        (
            "yard",
            Role.YARD,
            "牛建港",
            "Niu Jiangang",
            "船厂协调员：在厂船舶",
            "yard coordinator: hulls in the yard",
        ),
        (
            "supplier",
            Role.SUPPLIER,
            "许远程",
            "Xu Yuancheng",
            "合作单位：委托的工单",
            "partner: orders given to it",
        ),
    )
)


def demo_account(username: str) -> DemoAccount:
    """Return the account with this sign-in name; KeyError if there is none."""
    for account in DEMO_ACCOUNTS:
        if account.username == username:
            return account
    raise KeyError(username)


def password_hash() -> str:
    """Return one hash for all of them: hashing is slow by design, and one password needs it once."""
    return make_password(DEMO_PASSWORD)
