// A visit as its engineer left it: what the server had when it was packed, with every own command since done on top.
import type { Command } from "../queue/command";
import { alive } from "../queue/order";
import type { Finding, Hours, PackedVisit, PartUse, SignatureLine, Step } from "../pack/shapes";
import { formAmended, formFilled, formSigned } from "../forms/applied";
import { MOVES } from "./moves";
import { judgedResult } from "./rules";

type Change = (visit: PackedVisit, command: Command) => PackedVisit;

function put<Row extends { id: string }>(rows: Row[], row: Row): Row[] {
  return rows.some((one) => one.id === row.id) ? rows.map((one) => (one.id === row.id ? { ...one, ...row } : one)) : [...rows, row];
}

function without<Row extends { id: string }>(rows: Row[], id: string | undefined): Row[] {
  return rows.filter((one) => one.id !== id);
}

function moved(visit: PackedVisit, command: Command): PackedVisit {
  const move = MOVES.find((one) => one.name === command.move);
  if (!move) return visit;
  const reason = String(command.content["reason"] ?? "");
  const stamped = move.stamp && (move.stamp !== "began_at" || !visit.began_at) ? { [move.stamp]: command.made_at } : {};
  return {
    ...visit,
    ...stamped,
    state: move.to,
    ...(move.name === "wait" && { wait_reason: reason }),
    ...(move.name === "begin" && { wait_reason: "" }),
    ...(move.name === "resume" && { finished_at: null }),
    ...(move.name === "abort" && { abort_reason: reason }),
  };
}

function stepped(visit: PackedVisit, command: Command): PackedVisit {
  const told = command.content as Partial<Pick<Step, "result" | "reading" | "note">> & { skip_approved_by_id?: string };
  const approver = visit.approvers.find((one) => one.id === told.skip_approved_by_id);
  const steps = visit.steps.map((step) => {
    if (step.id !== command.record_id) return step;
    const reading = told.reading ?? null;
    const result = judgedResult(told.result ?? "", reading ?? "", step.low, step.high);
    return { ...step, result, reading, note: told.note ?? "", done_at: result ? command.made_at : null };
  });
  const { [command.record_id ?? ""]: _before, ...others } = visit.skips;
  return { ...visit, steps, skips: approver ? { ...others, [command.record_id ?? ""]: approver.name } : others };
}

const CHANGES: Partial<Record<Command["kind"], Change>> = {
  move: moved,
  step: stepped,
  facts: (visit, command) => {
    const texts = Object.entries(command.content).map(([name, value]) => [name, value ?? (name in NULLABLE ? null : "")]);
    return { ...visit, ...(Object.fromEntries(texts) as Partial<PackedVisit>) };
  },
  hours: (visit, command) => ({ ...visit, hours: (command.content["entries"] as Hours[]).filter((one) => Number(one.hours) > 0) }),
  finding: (visit, command) => ({
    ...visit,
    findings: put(visit.findings, { ...(command.content as unknown as Finding), id: command.record_id ?? "" }),
  }),
  finding_removed: (visit, command) => ({ ...visit, findings: without(visit.findings, command.record_id) }),
  part: (visit, command) => ({
    ...visit,
    parts: put(visit.parts, { ...(command.content as unknown as PartUse), id: command.record_id ?? "" }),
  }),
  part_removed: (visit, command) => ({ ...visit, parts: without(visit.parts, command.record_id) }),
  tool: (visit, command) => ({
    ...visit,
    tools: visit.tools.some((one) => one.tool_id === command.record_id)
      ? visit.tools
      : [...visit.tools, { id: command.id, tool_id: command.record_id ?? "", tool__asset_number: command.about, tool__name: "" }],
  }),
  photo: (visit, command) => ({
    ...visit,
    photos: put(visit.photos, {
      id: command.record_id ?? "",
      step_id: (command.content["step_id"] as string | undefined) ?? null,
      moment: String(command.content["moment"]),
      caption: String(command.content["caption"] ?? ""),
      taken_at: command.made_at,
      file_id: null,
    }),
  }),
  leftover: (visit, command) => ({
    ...visit,
    leftovers: put(visit.leftovers, {
      id: String(command.content["id"]),
      text: String(command.content["text"]),
      party: String(command.content["party"] ?? ""),
      due_on: (command.content["due_on"] as string | undefined) ?? null,
      done_at: null,
    }),
  }),
  owed_part: (visit, command) => ({
    ...visit,
    owed: put(visit.owed, {
      id: String(command.content["id"]),
      part_id: String(command.content["part_id"]),
      quantity: Number(command.content["quantity"]),
      due_on: (command.content["due_on"] as string | undefined) ?? null,
    }),
  }),
  sign: (visit, command) => ({
    ...visit,
    state: "signed",
    signed_at: command.made_at,
    signatures: (command.content["signatures"] as SignatureLine[]).map(({ role, name, post, signed_at }) => ({
      role,
      name,
      post,
      signed_at,
    })),
  }),
  form: formFilled,
  form_signed: formSigned,
  form_addendum: formAmended,
  expected_finish: (visit, command) => ({ ...visit, expected_until: String(command.content["until"]) }),
  addendum: (visit, command) => ({
    ...visit,
    addenda: put(visit.addenda, {
      id: String(command.content["id"]),
      text: String(command.content["text"]),
      author_name: "",
      added_at: command.made_at,
    }),
  }),
};

const NULLABLE = { running_hours: true, permanent_due_on: true };

/** Return a visit with the commands after a number done on it; those that were refused or conflict are left out. */
export function applied(visit: PackedVisit, queue: readonly Command[], through: number): PackedVisit {
  return queue
    .filter((command) => command.visit_id === visit.id && command.number > through && alive(command))
    .reduce((so_far, command) => CHANGES[command.kind]?.(so_far, command) ?? so_far, { ...visit, forms: visit.forms ?? [] });
}
