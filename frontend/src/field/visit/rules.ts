// The rules of the server for steps and the end of work, asked on board already, in the same words.
import { t } from "../words";
import type { PackedVisit, Step } from "../pack/shapes";

export type Refusals = string[];

/** Return the result of a step: a reading outside its limits fails, whatever was ticked. */
export function judgedResult(result: string, reading: string, low: string | null, high: string | null): string {
  if (reading === "" || result === "skipped" || (low === null && high === null)) return result;
  const value = Number(reading);
  const outside = (low !== null && value < Number(low)) || (high !== null && value > Number(high));
  return outside ? "fail" : result || "pass";
}

export interface StepEntry {
  result: string;
  reading: string;
  note: string;
  approver: string;
}

/** Return why a step's result may not be written so. */
export function stepRefused(step: Step, entry: StepEntry): Refusals {
  const result = judgedResult(entry.result, entry.reading, step.low, step.high);
  const measured = step.low !== null || step.high !== null;
  if (entry.reading !== "" && !Number.isFinite(Number(entry.reading))) return [t("rule_number")];
  if (result === "skipped") {
    return [
      ...(step.hold_point ? [t("rule_hold_not_skipped")] : []),
      ...(entry.note.trim() ? [] : [t("rule_why_skipped")]),
      ...(entry.approver ? [] : [t("rule_who_approved")]),
    ];
  }
  if (result === "pass" && measured && entry.reading === "") return [t("rule_reading")];
  if (result === "fail" && !entry.note.trim() && entry.reading === "") return [t("rule_what_failed")];
  return [];
}

/** Return why a step is not to be settled yet: steps are signed off in order, none after an open hold point. */
export function orderRefused(place: number, steps: readonly Step[]): Refusals {
  const before = steps.filter((step) => step.place < place);
  const held = before.find((step) => step.hold_point && step.result !== "pass");
  if (held) return [t("rule_held", { place: held.place })];
  const undone = before.find((step) => step.required && !step.result);
  return undone ? [t("rule_order", { place: undone.place })] : [];
}

/** Return every reason why work may not be called done. */
export function finishRefused(visit: PackedVisit): Refusals {
  const places = (steps: Step[]) => steps.map((step) => step.place).join(t("between_numbers"));
  const required = visit.steps.filter((step) => step.required);
  const undone = required.filter((step) => !step.result);
  const held = visit.steps.filter((step) => step.hold_point && step.result !== "pass");
  const unexcused = required.filter((s) => s.result === "skipped" && !(s.note.trim() && visit.skips[s.id]));
  const failed = required.filter((step) => step.result === "fail");
  return [
    ...(undone.length ? [t("rule_undone", { places: places(undone) })] : []),
    ...(held.length ? [t("rule_holds", { places: places(held) })] : []),
    ...(unexcused.length ? [t("rule_unexcused", { places: places(unexcused) })] : []),
    ...(visit.restored ? [] : [t("rule_outcome")]),
    ...(visit.work_done.trim() ? [] : [t("rule_work_done")]),
    ...(visit.test_result.trim() || visit.restored === "not" ? [] : [t("rule_test")]),
    ...(visit.restored === "temporary" && !visit.permanent_due_on ? [t("rule_permanent")] : []),
    ...(failed.length && visit.restored === "restored" ? [t("rule_failed", { places: places(failed) })] : []),
  ];
}
