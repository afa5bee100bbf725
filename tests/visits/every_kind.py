"""A form with a line of every kind, in order, with stops, conditions and two parties."""

from __future__ import annotations

from decimal import Decimal

from aftersail.visits.rules.definitions import Definition, Field, Option, Section, ShowIf, Words


def sheet_of_every_kind(code: str = "EVK", kind: str = "procedure") -> Definition:
    """Return it; the gauge fails above 60 °C and is followed up, the isolation is a hold point."""
    work = Section("s1", Words("作业", "Work"), (
        Field("isolated", "yes_no", Words("已断电挂牌", "Isolated and tagged"), expects=True, required="begin", step=True, point="hold"),
        Field("voltage", "number", Words("输出电压", "Output voltage"), unit="V", low=Decimal("22.8"), high=Decimal("25.2"),
              required="work_done", step=True, point="witness"),
        Field("heat", "gauge", Words("轴承温度", "Bearing temperature"), unit="°C", high=Decimal(60), required="sign", step=True, follow_up=True),
        Field("noise", "text", Words("异响检查", "Listening for noise"), required="sign", step=True),
    ))  # fmt: skip
    record = Section("s2", Words("记录", "Record"), (
        Field("outcome", "choice", Words("结论", "Outcome"), required="sign",
              options=(Option("ok", Words("合格", "In order")), Option("bad", Words("不合格", "Not in order"), True))),
        Field("why", "text", Words("原因", "Reason"), required="sign", show_if=ShowIf("outcome", "is", ("bad",))),
        Field("code", "failure", Words("故障代码", "Failure codes"), show_if=ShowIf("outcome", "not", ("ok",))),
        Field("made_on", "date", Words("制造日期", "Made on")),
        Field("tested_at", "datetime", Words("试验时间", "Tested at"), required="sign"),
        Field("swapped", "part", Words("更换的备件", "Parts replaced")),
        Field("used", "tool", Words("使用的工具", "Tools used")),
        Field("look", "photo", Words("外观照片", "Photos"), pair=True),
        Field("plate", "photo", Words("铭牌照片", "Name plate")),
    ))  # fmt: skip
    party = Section("s3", Words("用户意见", "User's opinion"), (
        Field("user_says", "text", Words("意见", "Opinion"), required="sign"),
        Field("user_signs", "signature", Words("用户签字", "User"), role="user"),
    ), "user")  # fmt: skip
    foot = Section("s4", Words("签字", "Signatures"), (
        Field("engineer_signs", "signature", Words("工程师签字", "Engineer"), role="engineer"),
    ))  # fmt: skip
    return Definition(code, kind, Words("全项检查表", "Sheet of every kind"), "", (work, record, party, foot))
