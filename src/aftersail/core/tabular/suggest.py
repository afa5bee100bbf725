"""A first mapping proposed from a file's headings, in Chinese or English, for a person to correct."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from aftersail.core.tabular.conversion import folded
from aftersail.core.tabular.fields import Field
from aftersail.core.tabular.mapping import Feed, Key, Mapping
from aftersail.core.tabular.read import Reading, Sheet
from aftersail.core.tabular.values import in_every_language

ENOUGH = 72.0
"""Least similarity (0–100) for a proposal; below it a heading is left for a person."""

# Words that mean the same in the headings of registers and logs, whatever the trade.
_SAME = (
    ("date", "day", "on", "日期", "时间", "time", "at", "起始日期", "发生日期"),
    ("name", "名称", "名字", "姓名"),
    ("number", "no", "code", "id", "编号", "编码", "代码", "代号", "号", "序列号", "serial"),
    ("description", "text", "shorttext", "描述", "说明", "内容", "现象", "摘要"),
    ("remark", "note", "comment", "comments", "备注", "附注"),
    ("cost", "amount", "price", "费用", "金额", "成本", "价格"),
    ("quantity", "qty", "count", "数量", "件数"),
    ("type", "kind", "category", "类型", "类别", "种类"),
    ("model", "型号", "机型"),
    ("phone", "tel", "telephone", "mobile", "电话", "手机"),
    ("mail", "email", "邮箱", "邮件", "电子邮件"),
    ("hours", "runtime", "runningtime", "小时", "工时", "运行小时", "运行时间", "runninghours"),
    ("place", "location", "position", "位置", "地点", "部位"),
    ("part", "component", "部件", "零件", "备件"),
    ("system", "majorsystem", "系统"),
)
_WORD_CLASS = {word: f"={number}" for number, words in enumerate(_SAME) for word in words}
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BREAK = re.compile(r"[\W_]+")
_BRACKETED = re.compile(r"[(\[（【].*?[)\]）】]")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A heading proposed for a field; ``score`` 100 means the heading is one of the field's own words."""

    field: str
    heading: str
    score: float


def suggest(headers: Sequence[str], fields: Sequence[Field]) -> list[Suggestion]:
    """At most one heading a field and one field a heading, the most similar pairs first; in the fields' order."""
    pairs = []
    for place, spec in enumerate(fields):
        words = _words_for(spec)
        for index, heading in enumerate(headers):
            score = max((similarity(heading, word) for word in words), default=0.0)
            if score >= ENOUGH:
                pairs.append((-score, place, index))
    chosen: dict[int, tuple[int, float]] = {}
    for score, place, index in sorted(pairs):
        if place not in chosen and all(index != taken for taken, _ in chosen.values()):
            chosen[place] = (index, -score)
    return [Suggestion(fields[p].name, headers[i], score) for p, (i, score) in sorted(chosen.items())]


def suggested_mapping(
    sheet: Sheet, register: str, fields: Sequence[Field], key: Key | None = None
) -> Mapping:
    """A mapping made of the suggestions; it may still lack required fields, which checking it tells."""
    feeds = {s.field: Feed(columns=(s.heading,)) for s in suggest(sheet.headers, fields)}
    return Mapping(register, feeds, key or Key(), Reading(sheet=sheet.sheet if len(sheet.sheets) > 1 else ""))


def similarity(heading: str, word: str) -> float:
    """0–100: 100 for the same words apart from width, case, spacing, CamelCase and units in brackets."""
    ours, theirs = _normal(heading), _normal(word)
    if not ours or not theirs:
        return 0.0
    if ours.replace(" ", "") == theirs.replace(" ", ""):
        return 100.0
    plain = fuzz.token_sort_ratio(ours, theirs)
    meant = fuzz.token_sort_ratio(_meaning(ours), _meaning(theirs))
    # Words that only mean the same are a little less sure than words that are the same.
    return max(plain, meant * 0.95 if "=" in _meaning(ours) else 0.0, _contained(ours, theirs))


def _contained(ours: str, theirs: str) -> float:
    """A heading that says the word among others ("actual start date"), or only its initials ("FM")."""
    if ours == "".join(part[0] for part in theirs.split()) and len(ours) > 1:
        return 80.0
    if set(_meaning(theirs).split()) <= set(_meaning(ours).split()):
        return 78.0
    # Chinese headings have no spaces: 故障发生日期 says 日期.
    return 76.0 if not theirs.isascii() and len(theirs) > 1 and theirs in ours else 0.0


def _words_for(spec: Field) -> list[str]:
    return list(dict.fromkeys([spec.name, *spec.aliases, *in_every_language(spec.label)]))


def _normal(text: str) -> str:
    spaced = _HUMP.sub(" ", _BRACKETED.sub(" ", folded(text)))
    return " ".join(_BREAK.sub(" ", spaced).casefold().split())


def _meaning(text: str) -> str:
    if text.replace(" ", "") in _WORD_CLASS:
        return _WORD_CLASS[text.replace(" ", "")]
    return " ".join(_WORD_CLASS.get(word, word) for word in text.split())
