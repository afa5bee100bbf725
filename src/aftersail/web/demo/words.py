"""Sentences of the demo: templates filled with numbers, in Chinese and now and then in English."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aftersail.web.demo.catalogue import Fault
from aftersail.web.demo.dice import Dice

_BETWEEN = re.compile(r"\{([\d.]+)~([\d.]+)\}")

TAILS = (
    "",
    "",
    "",
    "，请尽快回复",
    "，我船{0~9}号离港",
    "，现在靠泊在码头",
    "，备件船上没有",
    "，已经按说明书查过一遍",
    "，上个月也出过一次",
)
TAILS_EN = (
    "",
    "",
    " Please advise.",
    " We sail in {1~6} days.",
    " No spare on board.",
    " The manual did not help.",
)
OPINIONS = (
    "满意",
    "服务及时，解释清楚",
    "问题解决了，谢谢工程师",
    "希望多备点常用件在站里",
    "师傅技术好，态度也好",
    "等的时间有点长",
    "请把操作要点再讲一遍就更好了",
    "无",
)
OPINIONS_EN = ("Satisfied.", "Prompt and clear.", "Good work, thank you.", "The waiting time was long.")
PRAISE = ("师傅很耐心，讲得清楚", "来得快，修得好", "第二天就解决了，点赞", "比以前快多了")
BLAME = (
    "等了好几天才来人",
    "同一个毛病修了两次",
    "电话里说得不清楚",
    "来的人对这台设备不太熟",
    "配件等太久了",
    "每次都换不同的人，情况要重讲一遍",
)
REMARKS = (
    "船方联系人电话已更新",
    "已请青年工程师随行学习",
    "建议下次进坞一并检查同型设备",
    "该船备件库存不足，已提醒站里补齐",
    "与设计部门确认过接线图",
    "费用由保修承担，已说明",
)
ASKED = (
    "请问工程师什么时候能到？",
    "我船改到下午靠泊",
    "补充：故障时负荷约六成",
    "照片已发给服务经理",
    "码头登轮要提前报名单",
)
CONDITIONS = (
    "设备运行正常，无新问题",
    "运行平稳，参数在限值内",
    "正常使用，偶有小报警自行复位",
    "更换部件后运行良好",
)
WISHES = (
    "",
    "",
    "",
    "希望增加常用备件清单",
    "建议把操作卡做成防水的",
    "希望安排一次操作培训",
    "建议报警文字改成中文",
)
ENVIRONMENTS = ("机舱 {28~41} ℃", "露天甲板，风力 {2~5} 级", "驾驶室，{22~27} ℃", "湿度 {60~92} %")


@dataclass(frozen=True, slots=True)
class Telling:
    """A fault as it will be told in one case: filled in, in one language."""

    language: str
    title: str
    said: str
    found: str
    did: str
    tested: str


def filled(template: str, dice: Dice) -> str:
    """Put a number into each `{a~b}`, with as many decimals as the bounds have."""

    def number(match: re.Match[str]) -> str:
        low, high = match.groups()
        places = len(low.partition(".")[2])
        return f"{dice.uniform(float(low), float(high)):.{places}f}"

    return _BETWEEN.sub(number, template)


def _joined(unit_name: str, title: str) -> str:
    """Say unit and fault in one breath: a noun that ends the one and begins the other is said once."""
    overlap = next(
        (n for n in range(min(len(unit_name), len(title)), 1, -1) if unit_name.endswith(title[:n])), 0
    )
    return unit_name + title[overlap:]


def telling(fault: Fault, unit_name: str, dice: Dice) -> Telling:
    """Tell a fault of a unit; one in ten ships writes English."""
    if dice.chance(0.1):
        did = (
            f"Replaced the {fault.item_en}; tested, normal."
            if fault.takes_a_part
            else f"Adjusted the {fault.item_en}; tested, normal."
        )
        tail = dice.one(TAILS_EN)
        return Telling(
            "en",
            fault.en,
            filled(fault.said_en + tail, dice),
            filled(fault.found_en, dice),
            did,
            "Function test passed in the presence of the crew.",
        )
    said = filled(dice.one(fault.said) + dice.one(TAILS), dice)
    tested = filled("通电连续运行 {1~4} 小时，功能试验合格，船方见证", dice)
    return Telling(
        "zh-hans",
        _joined(unit_name, fault.title),
        said,
        filled(fault.found, dice),
        filled(fault.did, dice),
        tested,
    )
