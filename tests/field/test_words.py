"""The app's words: both languages whole, and the rules in the very words of the server."""

from __future__ import annotations

import re
from pathlib import Path

from django.utils.translation import gettext, override

from aftersail.visits.states import FilledState, FormKind, FormSigner, StepResult, VisitState, WaitReason

KINDS = (("state", VisitState), ("result", StepResult), ("wait", WaitReason), ("signer", FormSigner), ("form_state", FilledState), ("form_kind", FormKind))  # fmt: skip
WORDS = Path(__file__).parents[2] / "frontend" / "src" / "field" / "words"
RULES = {
    "rule_hold_not_skipped": "A hold point cannot be skipped.",
    "rule_why_skipped": "Say why the step is skipped.",
    "rule_who_approved": "Name who approved skipping the step.",
    "rule_reading": "Enter the reading of this step.",
    "rule_what_failed": "Say what failed.",
    "rule_held": "Step {place} is a hold point and not passed yet.",
    "rule_order": "Settle step {place} first; steps are signed off in order.",
    "rule_undone": "Required steps are not done: {places}.",
    "rule_holds": "Hold points are not passed: {places}.",
    "rule_unexcused": "Steps were skipped without reason and approval: {places}.",
    "rule_outcome": "Choose the outcome.",
    "rule_work_done": "Write what was done.",
    "rule_test": "Record the test that showed the equipment working.",
    "rule_permanent": "Agree with the user by when the permanent repair will be made, and enter the day.",
    "rule_failed": "Required steps failed: {places}. Then the equipment is not restored for good.",
    "abort_needed": "Say why the visit is not done.",
    "form_rule_held": "{line} is a hold point and not passed yet.",
    "form_rule_witness": "{line} is a witness point: say who saw it, or why those who were told did not come.",
    "form_rule_order": "Settle this first, for steps are worked off in order: {line}",
    "form_rule_missing": "Still to be filled in ({count}): {lines}",
    "form_rule_drawn": "Everybody who signs gives their name and draws a signature.",
    "form_rule_part": "Each part has a number and a quantity from 1 to 999.",
    "wait_needed": "Choose what the work waits for.",
}


def words(language: str) -> dict[str, str]:
    text = "".join((WORDS / name).read_text() for name in (f"{language}.ts", f"{language}_forms.ts"))
    return dict(re.findall(r'^  (\w+): "(.*)",$', text, re.MULTILINE))


def test_no_word_is_missing_or_empty_in_either_language():
    zh, en = words("zh"), words("en")
    assert set(zh) == set(en)
    assert len(zh) > 200
    assert [key for key in zh if not zh[key].strip() or not en[key]] == []
    places = re.compile(r"{\w+}")
    assert [key for key in zh if set(places.findall(zh[key])) != set(places.findall(en[key]))] == []


def test_rules_and_states_read_on_board_as_they_do_ashore():
    zh, en = words("zh"), words("en")
    assert {key: en[key] for key in RULES} == RULES
    with override("zh-hans"):
        assert {key: zh[key] for key in RULES} == {key: gettext(told) for key, told in RULES.items()}
        for prefix, choices in KINDS:
            assert {zh[f"{prefix}_{one.value}"] for one in choices} == {str(one.label) for one in choices}
