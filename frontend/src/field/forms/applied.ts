// A visit's forms with what was filled in, signed and corrected here on top.
import type { PackedForm, PackedVisit, Witness } from "../pack/shapes";
import type { Command } from "../queue/command";
import { isFilled } from "./rules";

export interface SkipSent {
  line: string;
  reason: string;
  approved_by_id?: string;
}

export interface WitnessSent extends Witness {
  line: string;
}

/** Return who saw what, with changes on top: neither name nor reason takes the witness back. */
export function witnessedBy(form: PackedForm, told: readonly WitnessSent[]): PackedForm["witnessed"] {
  const changed = told.map(({ line, name, absent }) => [line, { name, absent }] as const);
  const all = { ...form.witnessed, ...Object.fromEntries(changed) };
  return Object.fromEntries(Object.entries(all).filter(([, one]) => one.name || one.absent));
}

/** Return a form that is begun here and not on the server yet. */
export function begun(id: string, edition: string): PackedForm {
  return {
    id, number: "", edition_id: edition, state: "draft", version: 0, values: {}, skipped: {}, attempts: {}, witnessed: {}, results: {}, signatures: [], addenda: [], follow_ups: [],
  };
}

function changed(visit: PackedVisit, id: string, change: (form: PackedForm) => PackedForm): PackedVisit {
  return { ...visit, forms: visit.forms.map((form) => (form.id === id ? change(form) : form)) };
}

/** Return a form's answers and skips with changes on top: null clears a line, an answer ends a skip. */
export function filledIn(
  form: Pick<PackedForm, "values" | "skipped">,
  values: Readonly<Record<string, unknown>>,
  skips: Readonly<Record<string, { reason: string; by: string } | null>>,
): Pick<PackedForm, "values" | "skipped"> {
  const after = Object.fromEntries(Object.entries({ ...form.values, ...values }).filter(([, value]) => value !== null));
  const past = Object.entries({ ...form.skipped, ...skips }).filter(([key, skip]) => skip && !isFilled(after[key]));
  return { values: after, skipped: Object.fromEntries(past) as PackedForm["skipped"] };
}

export function formFilled(visit: PackedVisit, command: Command): PackedVisit {
  const id = command.record_id ?? "";
  const known = visit.forms.some((form) => form.id === id);
  const forms = known ? visit.forms : [...visit.forms, begun(id, String(command.content["edition_id"]))];
  const told = (command.content["skips"] as SkipSent[] | undefined) ?? [];
  const skips = told.map(({ line, reason, approved_by_id }) => {
    const by = visit.approvers.find((one) => one.id === approved_by_id)?.name ?? "";
    return [line, reason ? { reason, by } : null] as const;
  });
  const values = (command.content["values"] as Record<string, unknown> | undefined) ?? {};
  return changed({ ...visit, forms }, id, (form) => ({
    ...form,
    ...filledIn(form, values, Object.fromEntries(skips)),
    witnessed: witnessedBy(form, (command.content["witnesses"] as WitnessSent[] | undefined) ?? []),
  }));
}

export function formSigned(visit: PackedVisit, command: Command): PackedVisit {
  const text = (name: string) => String(command.content[name] ?? "");
  const line = { role: text("role"), name: text("name"), post: text("post"), signed_at: text("signed_at") || command.made_at };
  return changed(visit, command.record_id ?? "", (form) => ({ ...form, signatures: [...form.signatures, line] }));
}

export function formAmended(visit: PackedVisit, command: Command): PackedVisit {
  const line = { id: String(command.content["id"]), text: String(command.content["text"]), author_name: "", added_at: command.made_at };
  return changed(visit, command.record_id ?? "", (form) => ({ ...form, addenda: [...form.addenda, line] }));
}
