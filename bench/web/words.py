"""What the invented cases say: phrases in the language of ships' engineers, a few of them rare."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from aftersail.core.search import terms_of

RARE = "KX-7741-R"
"""A word that stands in `RARE_CASES` cases, whatever the size."""

RARE_CASES = 24
COMMON = "报警"
"""A word that stands in about a quarter of all cases."""

TWO_CHARACTERS = "雷达"
"""A product's name in two characters, in about a tenth of all cases."""

THINGS = (
    "导航雷达", "雷达收发机", "主海水泵", "柴油发电机组", "舵机液压站", "锚绞机", "空压机", "分油机", "造水机", "通风机",
    "消防泵", "污水处理装置", "电罗经", "测深仪", "综合导航台", "配电板", "岸电箱", "应急发电机", "吊机回转机构", "舱底泵",
)  # fmt: skip
FAULTS = (
    "振动超限", "无输出", "输出不稳", "轴承异响", "密封泄漏", "温度报警", "绝缘报警", "启动失败", "通信中断", "显示黑屏",
    "压力偏低报警", "自动停机", "参数漂移", "传感器失效", "控制器报警",
)  # fmt: skip
CIRCUMSTANCES = (
    "航行中发现,已切换备用设备,请尽快安排工程师上船检查。",
    "靠港例行检查时发现,运行小时已超过保养周期,现场已拍照。",
    "系泊试验期间出现两次,复位后恢复,数分钟后再次出现,请分析原因。",
    "夜班值班人员反映负荷升高后出现,降负荷后消失,疑似供电质量问题。",
    "上次修理后第三周再次出现,更换备件后仍有异常,申请现场服务。",
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a case says, and the search terms of it."""

    title: str
    description: str
    terms: list[str]


def phrases() -> list[Phrase]:
    """Return every phrase, in an order that mixes things and faults."""
    made = []
    for circumstance, fault, thing in product(CIRCUMSTANCES, FAULTS, THINGS):
        title, description = f"{thing}{fault}", f"{thing}{fault}。{circumstance}"
        made.append(Phrase(title, description, terms_of(title, description)))
    return made
