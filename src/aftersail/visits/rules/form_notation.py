"""Forms as the house writes them down in files: a line of text for each line of the form.

    key | kind | Chinese | English | marks | answers

Marks: `always work_done sign` (required from), `step hold witness follow pair`, `unit=V low=22.8 high=25.2`,
`expects=yes`, `role=engineer`, `if=line:answer,answer` and `unless=line:answer`. Answers of a choice:
`ok=合格/In order; bad=不合格/Not in order!`, an exclamation mark for one that fails.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

from aftersail.visits.rules.definitions import Definition, Field, Option, Section, ShowIf, Words
from aftersail.visits.states import RequiredFrom

FROM = {
    "always": RequiredFrom.BEGIN.value,
    "work_done": RequiredFrom.WORK_DONE.value,
    "sign": RequiredFrom.SIGN.value,
}
ANSWERS = {"yes": True, "no": False}


def read_notation(text: str) -> Definition:
    """Return the form in a TOML file; ValueError or KeyError where our own file is wrong."""
    told = tomllib.loads(text)
    sections = tuple(
        Section(f"s{number}", Words(*one["title"]), tuple(map(_line, one["lines"])), one.get("party", ""))
        for number, one in enumerate(told["section"], 1)
    )
    return Definition(told["code"], told["kind"], Words(*told["title"]), told.get("phase", ""), sections)


def _line(text: str) -> Field:
    key, kind, zh, en, *rest = (part.strip() for part in text.split(" | "))
    marks, answers = (*rest, "", "")[:2]
    values: dict[str, Any] = {}
    for mark in marks.split():
        name, told, value = mark.partition("=")
        values |= _valued(name, value) if told else _plain(name)
    options = tuple(_option(one) for one in answers.split(";")) if answers else ()
    return Field(key=key, kind=kind, label=Words(zh, en), options=options, **values)


def _plain(mark: str) -> dict[str, Any]:
    if mark in FROM:
        return {"required": FROM[mark]}
    if mark in {"hold", "witness"}:
        return {"point": mark}
    return {{"step": "step", "pair": "pair", "follow": "follow_up"}[mark]: True}


def _valued(name: str, value: str) -> dict[str, Any]:
    if name in {"low", "high"}:
        return {name: Decimal(value)}
    if name == "expects":
        return {name: ANSWERS[value]}
    if name in {"if", "unless"}:
        line, _colon, answers = value.partition(":")
        among = tuple(ANSWERS.get(one, one) for one in answers.split(","))
        test = "not" if name == "unless" else "is" if len(among) == 1 else "in"
        return {"show_if": ShowIf(line, test, among)}
    return {{"unit": "unit", "role": "role"}[name]: value}


def _option(text: str) -> Option:
    code, _equals, labels = text.strip().partition("=")
    zh, _slash, en = labels.removesuffix("!").partition("/")
    return Option(code, Words(zh.strip(), en.strip()), labels.endswith("!"))
