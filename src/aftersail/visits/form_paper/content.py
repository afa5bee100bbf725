"""A form as its sheet of paper says it: every line with its answer, or with the room to write one, in both languages."""

from __future__ import annotations

from typing import Any

from aftersail.visits.rules.definitions import Definition, Field
from aftersail.visits.rules.filling import FAIL, PASS, judged, visible_lines
from aftersail.visits.rules.said_values import NO, YES, said_value
from aftersail.visits.states import FieldKind, FormPoint

POINTS = {FormPoint.HOLD: "停止点 Hold point", FormPoint.WITNESS: "见证点 Witness point"}
MARKS = {PASS: "合格 Pass", FAIL: "不合格 Fail"}
ROLES = {
    "engineer": "工程师 Engineer", "user": "用户 User", "yard": "船厂 Yard", "station": "站长 Station manager",
    "quality": "质量师 Quality engineer", "approver": "批准人 Approver",
}  # fmt: skip
WORDS = {
    "blank": "空白表 Blank", "draft": "草稿 DRAFT", "signed": "已签署 Signed", "void": "已作废 Cancelled", "edition": "第 {n} 版 Edition {n}",
    "content_hash": "内容指纹 Hash", "draft_note": "未签署 Not signed", "frozen_note": "签署后不得更改 Unchanged since signing",
    "page": "第 {page} / {pages} 页 Page {page} of {pages}", "line": "项目 Line", "answer": "结果 Answer", "limits": "限值 Limits",
    "verdict": "判定 Verdict", "signatures": "签字 Signatures", "signer_name": "姓名 Name", "signer_post": "职务 Post",
    "signed_at": "时间 Time", "addenda": "补充更正 Addenda", "follow_ups": "后续事项 Follow-ups", "skipped": "跳过 Skipped",
    "before": "复测前 Before retest", "photo_before": "处理前 Before", "photo_after": "处理后 After", "photo": "照片 Photos",
    "party": "责任方 Answered by", "witness": "见证人 Witness", "absent": "已通知未到场 Told, did not come",
}  # fmt: skip
OPEN_BOX = "□"


def blank_answer(field: Field) -> str:
    """Return what stands where a blank form is to be answered: boxes to tick, or room to write."""
    if field.kind == FieldKind.YES_NO:
        return f"{OPEN_BOX} {YES.both}   {OPEN_BOX} {NO.both}"
    if field.kind == FieldKind.CHOICE:
        return "   ".join(f"{OPEN_BOX} {option.label.both}" for option in field.options)
    return ""


def line_of(
    field: Field,
    value: Any,
    skipped: dict[str, str] | None,
    attempts: list[Any],
    *,
    blank: bool,
    witness: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return one line as the sheet prints it."""
    said = blank_answer(field) if blank else said_value(field, value, both=True)
    if skipped:
        said = f"{WORDS['skipped']}: {skipped['reason']} ({skipped['by']})"
    notes = [POINTS[FormPoint(field.point)]] if field.point else []
    if witness:
        absent = f"{WORDS['absent']}: {witness['absent']}" if witness["absent"] else ""
        notes.append(" ".join(filter(None, (f"{WORDS['witness']}: {witness['name'] or '—'}", absent))))
    if attempts:
        notes.append(
            WORDS["before"] + ": " + "; ".join(said_value(field, one, both=True) for one in attempts)
        )
    result = "" if blank else judged(field, value)
    return {
        "label": field.label.zh, "label_en": field.label.en, "answer": said, "limits": _limits(field), "verdict": MARKS.get(result, ""),
        "failed": result == FAIL, "notes": notes, "wide": field.kind in {FieldKind.TEXT, FieldKind.PART} and blank,
    }  # fmt: skip


def _limits(field: Field) -> str:
    if field.limits:
        return field.limits
    if field.expects is not None:
        return (YES if field.expects else NO).both
    return field.unit if field.unit != "1" else ""


def sections_of(
    definition: Definition,
    values: dict[str, Any],
    skipped: dict[str, Any],
    attempts: dict[str, Any],
    *,
    blank: bool,
    witnessed: dict[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Return the sections with their lines; a filled form leaves out what did not show, a blank one has everything."""
    shown = set(definition.lines) if blank else set(visible_lines(definition, values))
    found = []
    for section in definition.sections:
        lines = [
            line_of(
                f,
                values.get(f.key),
                skipped.get(f.key),
                attempts.get(f.key, []),
                blank=blank,
                witness=(witnessed or {}).get(f.key),
            )
            for f in section.fields
            if f in shown
        ]
        if lines:
            party = f"{WORDS['party']}: {ROLES[section.party]}" if section.party else ""
            found.append({"heading": section.label.both, "party": party, "lines": lines})
    return found
