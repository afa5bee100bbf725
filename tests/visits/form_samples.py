"""Forms that tests draw at random, and answers that fit them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from aftersail.core.ids import new_id
from aftersail.visits.rules.definitions import DECIDING, Definition, Field, Option, Section, ShowIf, Words
from aftersail.visits.states import FieldKind, FormKind, FormPoint, FormSigner, RequiredFrom, ShowIfTest

words = st.builds(
    Words,
    st.sampled_from(["电压", "绝缘", "外观检查", "试车"]),
    st.sampled_from(["Voltage", "Insulation", "Look"]),
)
limits = st.decimals(-1000, 1000, allow_nan=False, allow_infinity=False, places=2)
LINE_KINDS = [kind for kind in FieldKind if kind != FieldKind.SIGNATURE]


@st.composite
def lines(draw: Any, key: str, earlier: list[Field]) -> Field:
    kind = draw(st.sampled_from(LINE_KINDS))
    values: dict[str, Any] = {
        "required": draw(st.sampled_from(["", *RequiredFrom.values])),
        "step": draw(st.booleans()),
    }
    if kind in {FieldKind.NUMBER, FieldKind.GAUGE}:
        low, high = draw(st.none() | limits), draw(st.none() | limits)
        if low is not None and high is not None and low > high:
            low, high = high, low
        values |= {"low": low, "high": high, "unit": "V"}
    if kind == FieldKind.YES_NO:
        values["expects"] = draw(st.none() | st.booleans())
    if kind == FieldKind.CHOICE:
        fails = draw(st.booleans())
        values["options"] = (Option("a", Words("甲", "A")), Option("b", Words("乙", "B"), fails))
    if kind == FieldKind.PHOTO:
        values["pair"] = draw(st.booleans())
    deciding = [one for one in earlier if one.kind in DECIDING]
    if deciding and draw(st.booleans()):
        above = draw(st.sampled_from(deciding))
        answers = [True, False] if above.kind == FieldKind.YES_NO else ["a", "b"]
        test = draw(st.sampled_from(ShowIfTest.values))
        chosen = draw(
            st.lists(st.sampled_from(answers), min_size=1, max_size=2 if test == "in" else 1, unique=True)
        )
        values["show_if"] = ShowIf(above.key, test, tuple(chosen))
    field = Field(key, str(kind), draw(words), **values)
    if field.can_fail:
        point = draw(st.sampled_from(["", *FormPoint.values]))
        field = Field(key, str(kind), field.label, **values, point=point, follow_up=draw(st.booleans()))
    return field


@st.composite
def definitions(draw: Any) -> Definition:
    earlier: list[Field] = []
    sections = []
    for number in range(draw(st.integers(1, 3))):
        fields = []
        for place in range(draw(st.integers(1, 4))):
            field = draw(lines(f"f{number}_{place}", earlier))
            earlier.append(field)
            fields.append(field)
        sections.append(Section(f"s{number}", draw(words), tuple(fields)))
    roles = draw(st.lists(st.sampled_from(FormSigner.values), min_size=1, max_size=3, unique=True))
    signatures = tuple(
        Field(f"sign_{role}", "signature", Words("签字", "Signature"), role=role) for role in roles
    )
    sections.append(Section("signs", Words("签字", "Signatures"), signatures))
    kind = draw(st.sampled_from([FormKind.RECORD, FormKind.PROCEDURE, FormKind.TRIAL]))
    return Definition("TST", str(kind), draw(words), "", tuple(sections))


numbers = st.integers(-2000, 2000) | st.floats(-2000, 2000, allow_nan=False)
short = st.text("abc 电压0-9", max_size=20)


def answers(field: Field) -> st.SearchStrategy[Any]:
    """Return what can be answered to a line, nothing included."""
    parts = st.fixed_dictionaries(
        {"part": st.just("HR-1")}, optional={"quantity": st.integers(1, 999), "serial_in": short}
    )
    files = st.lists(st.builds(lambda: str(new_id())), max_size=2)
    kinds: dict[str, st.SearchStrategy[Any]] = {
        FieldKind.TEXT: short, FieldKind.NUMBER: numbers, FieldKind.CHOICE: st.sampled_from([one.code for one in field.options] or ["a"]),
        FieldKind.YES_NO: st.booleans(), FieldKind.DATE: st.dates().map(lambda day: day.isoformat()),
        FieldKind.DATETIME: st.just("2026-03-02T08:00:00+08:00"), FieldKind.PART: st.lists(parts, max_size=2),
        FieldKind.TOOL: st.lists(short, max_size=2), FieldKind.GAUGE: st.fixed_dictionaries({"value": numbers}, optional={"gauge": short}),
        FieldKind.FAILURE: st.fixed_dictionaries({}, optional={"mode": short, "cause": short}),
        FieldKind.PHOTO: st.fixed_dictionaries({}, optional={"before": files, "after": files}) if field.pair else files,
    }  # fmt: skip
    return kinds[field.kind]


@st.composite
def filled(draw: Any) -> tuple[Definition, dict[str, Any]]:
    """A form, and answers to some or all of its lines."""
    definition = draw(definitions())
    values = {field.key: draw(answers(field)) for field in definition.lines if draw(st.integers(0, 9))}
    return definition, values


def small_form(code: str = "TST", kind: str = "record") -> Definition:
    """A form of few lines with everything that stops, shows and fails."""
    head = Section("s1", Words("检查", "Checks"), (
        Field("isolated", "yes_no", Words("已断电挂牌", "Isolated and tagged"), expects=True, required="begin", step=True, point="hold"),
        Field("voltage", "gauge", Words("输出电压", "Output voltage"), unit="V", low=Decimal("22.8"), high=Decimal("25.2"), required="sign",
              step=True, follow_up=True),
        Field("outcome", "choice", Words("结论", "Outcome"), required="sign",
              options=(Option("ok", Words("合格", "In order")), Option("bad", Words("不合格", "Not in order"), True))),
        Field("why", "text", Words("原因", "Reason"), required="sign", show_if=ShowIf("outcome", "is", ("bad",))),
    ))  # fmt: skip
    party = Section("s2", Words("船厂意见", "Yard's opinion"), (
        Field("yard_says", "text", Words("意见", "Opinion"), required="sign"),
        Field("yard_signs", "signature", Words("船厂签字", "Yard"), role="yard"),
    ), "yard")  # fmt: skip
    foot = Section(
        "s3",
        Words("签字", "Signatures"),
        (Field("engineer_signs", "signature", Words("签字", "Engineer"), role="engineer"),),
    )
    return Definition(code, kind, Words("检查表", "Check sheet"), "", (head, party, foot))
