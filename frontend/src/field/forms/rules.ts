// What a filled form says, by the rules of the server: which lines show, what failed, what is missing, who may sign.
import { type Definition, type Field, linesOf, rolesOf } from "./definition";

export type Values = Readonly<Record<string, unknown>>;
export type Result = "pass" | "fail" | "skipped";
type Stage = "begin" | "work_done" | "sign";

const STAGES: readonly Stage[] = ["begin", "work_done", "sign"];
const MEASURED = ["number", "gauge"];

/** A form as it stands. */
export interface Sheet {
  definition: Definition;
  values: Values;
  skipped: ReadonlySet<string>;
  signed: ReadonlySet<string>;
  witnessed: ReadonlySet<string>;
}

/** What keeps a step from being settled: a hold point not passed, a witness point nobody saw, a step not done. */
export type Stop = "hold" | "witness" | "order";

function shows(field: Field, shown: ReadonlySet<string>, values: Values): boolean {
  const rule = field.show_if;
  if (!rule) return true;
  const answer = values[rule.field];
  if (!shown.has(rule.field) || answer === undefined || answer === null || answer === "") return false;
  const same = rule.values.some((value) => value === answer);
  return rule.test === "not" ? !same : same;
}

/** Return the lines that show with these answers, in order; a line shows only where the one that decides shows. */
export function visibleLines(definition: Definition, values: Values): Field[] {
  const shown = new Set<string>();
  return linesOf(definition).filter((field) => {
    const seen = shows(field, shown, values);
    if (seen) shown.add(field.key);
    return seen;
  });
}

/** Whether an answer says something; `no` and 0 do. */
export function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return Object.values(value).some(isFilled);
  return value !== undefined && value !== null && value !== "";
}

/** Whether some answer to a line is a failure. */
export function canFail(field: Field): boolean {
  const limited = MEASURED.includes(field.kind) && (field.low !== null || field.high !== null);
  return limited || (field.kind === "yes_no" && field.expects !== null) || field.options.some((option) => option.fails);
}

/** Return pass or fail for a line that can fail, empty for others and for no answer; a limit itself passes. */
export function judged(field: Field, value: unknown): "" | "pass" | "fail" {
  if (!canFail(field) || !isFilled(value)) return "";
  if (field.kind === "yes_no") return value === field.expects ? "pass" : "fail";
  if (field.kind === "choice") return field.options.some((one) => one.fails && one.code === value) ? "fail" : "pass";
  const reading = field.kind === "gauge" ? (value as { value?: unknown }).value : value;
  if (typeof reading !== "number") return "";
  const outside = (field.low !== null && reading < field.low) || (field.high !== null && reading > field.high);
  return outside ? "fail" : "pass";
}

/** Return how each line that shows ended; lines without a verdict are left out. */
export function results(definition: Definition, values: Values, skipped: ReadonlySet<string>): Record<string, Result> {
  const found: Record<string, Result> = {};
  for (const field of visibleLines(definition, values)) {
    const result = judged(field, values[field.key]) || (skipped.has(field.key) ? "skipped" : "");
    if (result) found[field.key] = result;
  }
  return found;
}

/** Return the lines that must be filled in by a stage and are not. */
export function missingLines(definition: Definition, values: Values, skipped: ReadonlySet<string>, stage: Stage = "sign"): Field[] {
  const reached = STAGES.slice(0, STAGES.indexOf(stage) + 1);
  return visibleLines(definition, values).filter(
    (field) => field.required && reached.includes(field.required) && !isFilled(values[field.key]) && !skipped.has(field.key),
  );
}

/** Return how many of the required lines that show are filled in or skipped, and of how many. */
export function completeness(definition: Definition, values: Values, skipped: ReadonlySet<string>): [done: number, all: number] {
  const wanted = visibleLines(definition, values).filter((field) => field.required);
  return [wanted.length - missingLines(definition, values, skipped).length, wanted.length];
}

/** Return the lines that somebody has signed: a party its sections, every other role all that is no party's. */
export function frozenLines(sheet: Sheet): Set<string> {
  const parties = new Set(sheet.definition.sections.map((one) => one.party).filter(Boolean));
  const own = [...sheet.signed].some((role) => !parties.has(role));
  const frozen = sheet.definition.sections.filter((one) => (one.party ? sheet.signed.has(one.party) : own));
  return new Set(frozen.flatMap((one) => one.fields.map((field) => field.key)));
}

/** Whether a witness point was carried out and nobody is named who saw it, nor why those who were told did not come. */
export function isUnseen(field: Field, sheet: Sheet): boolean {
  return field.point === "witness" && isFilled(sheet.values[field.key]) && !sheet.witnessed.has(field.key);
}

/** Return the step that keeps a step from being settled: an open hold point, a witness point nobody saw, or a required one. */
export function heldBy(sheet: Sheet, key: string): { field: Field; stop: Stop } | undefined {
  const steps = visibleLines(sheet.definition, sheet.values).filter((field) => field.step);
  const place = steps.findIndex((field) => field.key === key);
  for (const field of steps.slice(0, Math.max(place, 0))) {
    const value = sheet.values[field.key];
    if (field.point === "hold" && judged(field, value) !== "pass") return { field, stop: "hold" };
    if (isUnseen(field, sheet)) return { field, stop: "witness" };
    if (field.required && !isFilled(value) && !sheet.skipped.has(field.key)) return { field, stop: "order" };
  }
  return undefined;
}

/** Return what a role answers for and is not complete: lines missing, hold points not passed, witness points nobody saw. */
export function lackingFor(sheet: Sheet, role: string): { missing: Field[]; held: Field[]; unseen: Field[] } {
  const { definition, values, skipped } = sheet;
  const parties = new Set(definition.sections.map((one) => one.party).filter(Boolean));
  const party = parties.has(role) ? role : "";
  const covers = new Set(definition.sections.filter((one) => one.party === party).flatMap((one) => one.fields.map((field) => field.key)));
  const missing = missingLines(definition, values, skipped).filter((field) => covers.has(field.key));
  const held = visibleLines(definition, values).filter(
    (field) => covers.has(field.key) && field.point === "hold" && judged(field, values[field.key]) !== "pass",
  );
  const unseen = visibleLines(definition, values).filter((field) => covers.has(field.key) && isUnseen(field, sheet));
  return { missing, held, unseen };
}

/** Whether every role that signs has signed. */
export function isClosed(sheet: Sheet): boolean {
  return rolesOf(sheet.definition).every((role) => sheet.signed.has(role));
}
