// What is being written into a form and not saved yet, and the command it becomes.
import type { PackedForm, PackedVisit, Witness } from "../pack/shapes";
import type { Content, Deed } from "../queue/command";
import { t } from "../words";
import { filledIn, type SkipSent, witnessedBy, type WitnessSent } from "./applied";
import { type Definition, linesOf, say } from "./definition";
import { heldBy, isFilled, type Sheet, type Stop } from "./rules";

export interface SkipEntry {
  reason: string;
  approver: string;
}

/** null clears a line, or ends its skip. */
export interface Entry {
  values: Readonly<Record<string, unknown>>;
  skips: Readonly<Record<string, SkipEntry | null>>;
  witnesses: Readonly<Record<string, Witness>>;
}

export const NOTHING: Entry = { values: {}, skips: {}, witnesses: {} };

export function isDirty(entry: Entry): boolean {
  return Object.keys(entry.values).length + Object.keys(entry.skips).length + Object.keys(entry.witnesses).length > 0;
}

/** Return a form with what is being written on top. */
export function withEntry(form: PackedForm, entry: Entry, visit: PackedVisit): PackedForm {
  const skips = Object.entries(entry.skips).map(([key, skip]) => {
    const by = visit.approvers.find((one) => one.id === skip?.approver)?.name ?? "";
    return [key, skip?.reason.trim() && by ? { reason: skip.reason, by } : null] as const;
  });
  return { ...form, ...filledIn(form, entry.values, Object.fromEntries(skips)), witnessed: witnessedBy(form, witnessesOf(entry)) };
}

function witnessesOf(entry: Entry): WitnessSent[] {
  return Object.entries(entry.witnesses).map(([line, one]) => ({ line, name: one.name.trim(), absent: one.absent.trim() }));
}

function wrongValue(kind: string, value: unknown): boolean {
  if (!isFilled(value)) return false;
  if (kind === "number") return typeof value !== "number";
  if (kind === "gauge") return typeof (value as { value?: unknown }).value !== "number";
  if (kind === "part") return (value as { part: string; quantity?: unknown }[]).some((row) => !row.part.trim() || !isCount(row.quantity));
  return false;
}

function isCount(value: unknown): boolean {
  return value === undefined || (Number.isInteger(value) && Number(value) > 0 && Number(value) < 1000);
}

/** Return why it may not be saved so: numbers that are none, steps before their turn, skips without reason and approval. */
export function entryRefused(definition: Definition, entry: Entry, after: Sheet): string[] {
  const found: string[] = [];
  for (const field of linesOf(definition)) {
    const { key } = field;
    const label = say(field.label);
    const skip = entry.skips[key];
    if (wrongValue(field.kind, entry.values[key])) found.push(`${label}: ${t(field.kind === "part" ? "form_rule_part" : "rule_number")}`);
    if (skip && !skip.reason.trim()) found.push(`${label}: ${t("rule_why_skipped")}`);
    if (skip && !skip.approver) found.push(`${label}: ${t("rule_who_approved")}`);
    const touched = isFilled(entry.values[key]) || skip;
    const held = field.step && touched ? heldBy(after, key) : undefined;
    if (held) found.push(heldSaid(held));
  }
  return [...new Set(found)];
}

const STOPS = { hold: "form_rule_held", witness: "form_rule_witness", order: "form_rule_order" } as const;

/** Say what keeps a step from being settled. */
export function heldSaid({ field, stop }: { field: { label: { zh: string; en: string } }; stop: Stop }): string {
  return t(STOPS[stop], { line: say(field.label) });
}

/** Return what is written as one deed. */
export function deedOf(form: PackedForm, entry: Entry, visit: PackedVisit, about: string): Deed {
  const skips = Object.entries(entry.skips).map(
    ([line, skip]): SkipSent => (skip ? { line, reason: skip.reason.trim(), approved_by_id: skip.approver } : { line, reason: "" }),
  );
  const content: Content = {
    edition_id: form.edition_id,
    values: entry.values,
    ...(skips.length && { skips }),
    ...(isDirty({ ...NOTHING, witnesses: entry.witnesses }) && { witnesses: witnessesOf(entry) }),
    ...(form.version && { version: form.version }),
  };
  return { kind: "form", visit_id: visit.id, record_id: form.id, content, about };
}
