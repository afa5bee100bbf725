// What was taken to sea, as the server packs it.

import type { Schema } from "../forms/definition";

export type VisitState =
  | "assigned"
  | "accepted"
  | "travelling"
  | "arrived"
  | "working"
  | "waiting"
  | "work_done"
  | "signed"
  | "returned"
  | "reviewed"
  | "closed"
  | "aborted";

export interface Step {
  id: string;
  version: number;
  place: number;
  text: string;
  text_en: string;
  required: boolean;
  hold_point: boolean;
  unit: string;
  low: string | null;
  high: string | null;
  reading: string | null;
  result: string;
  note: string;
  done_at: string | null;
}

export interface Hours {
  staff_id: string;
  kind: string;
  hours: string;
}

export interface Finding {
  id: string;
  version: number;
  text: string;
  item: string;
  equipment_id: string | null;
  mode_id: string;
  mechanism_id: string | null;
  cause_id: string | null;
  activity_id: string | null;
}

export interface PartUse {
  id: string;
  version: number;
  part_id: string;
  quantity: number;
  serial_in: string;
  serial_out: string;
}

export interface Photo {
  id: string;
  step_id: string | null;
  moment: string;
  caption: string;
  taken_at: string;
  file_id: string | null;
}

/** Somebody who goes on a visit, and the station to reach them at. */
export interface Going extends Person {
  name_en: string;
  leads: boolean;
  station: { name: string; name_en: string; phone: string };
}

export interface Person {
  id: string;
  name: string;
}

export interface SignatureLine {
  role: string;
  name: string;
  post: string;
  signed_at: string;
}

export interface Witness {
  name: string;
  absent: string;
}

/** A filled form of a visit: answers by line, skips with reason and approver, readings before a retest. */
export interface PackedForm {
  id: string;
  number: string;
  edition_id: string;
  state: "draft" | "signed" | "void";
  version: number;
  values: Record<string, unknown>;
  skipped: Record<string, { reason: string; by: string }>;
  attempts: Record<string, unknown[]>;
  /** Who saw a witness point, or why those who were told did not come. */
  witnessed: Record<string, Witness>;
  results: Record<string, string>;
  signatures: SignatureLine[];
  addenda: { id: string; text: string; author_name: string; added_at: string }[];
  follow_ups: { id: string; line: string; text: string; is_open: boolean }[];
}

export interface PackedVisit {
  id: string;
  version: number;
  number: string;
  state: VisitState;
  vessel: string;
  lead_id: string;
  lead: string;
  planned_from: string;
  planned_until: string;
  /** When the work on board will be finished, if somebody said so. */
  expected_until: string | null;
  accepted_at: string | null;
  set_out_at: string | null;
  arrived_at: string | null;
  began_at: string | null;
  finished_at: string | null;
  signed_at: string | null;
  wait_reason: string;
  abort_reason: string;
  restored: string;
  running_hours: string | null;
  environment: string;
  diagnosis: string;
  work_done: string;
  test_result: string;
  user_opinion: string;
  permanent_due_on: string | null;
  software_change: string;
  steps: Step[];
  hours: Hours[];
  findings: Finding[];
  parts: PartUse[];
  case: { number: string; title: string; description: string; severity: string; reporter_name: string; reporter_phone: string };
  order: { number: string; scope: string; parts_list: string; safety_notes: string; window_from: string; window_until: string };
  ship: { id: string; name: string; name_en: string; hull_code: string };
  port: { name: string; name_en: string } | null;
  procedure: { code: string; edition: number; title: string; title_en: string } | null;
  equipment_id: string | null;
  family_id: string | null;
  people: Going[];
  approvers: Person[];
  contacts: { id: string; name: string; post: string; phone: string }[];
  tools: { id: string; tool_id: string; tool__asset_number: string; tool__name: string }[];
  leftovers: { id: string; text: string; party: string; due_on: string | null; done_at: string | null }[];
  owed: { id: string; part_id: string; quantity: number; due_on: string | null }[];
  signatures: SignatureLine[];
  addenda: { id: string; text: string; author_name: string; added_at: string }[];
  photos: Photo[];
  skips: Record<string, string>;
  forms: PackedForm[];
}

export interface Code {
  id: string;
  kind: "mode" | "mechanism" | "cause" | "activity";
  code: string;
  name: string;
  name_en: string;
  families: string[];
}

export interface PartOffer {
  id: string;
  number: string;
  name: string;
  name_en: string;
  unit: string;
  family_id: string | null;
  serialised: boolean;
  kit: number;
}

export interface ToolOffer {
  id: string;
  asset_number: string;
  name: string;
  name_en: string;
  due_on: string | null;
  limits: string;
  mine: boolean;
}

export interface Lists {
  codes: Code[];
  parts: PartOffer[];
  tools: ToolOffer[];
}

/** An edition of a form: its content as the server stores it. */
export interface PackedEdition {
  id: string;
  code: string;
  kind: "record" | "procedure" | "trial" | "daily";
  number: number;
  active: boolean;
  content: Schema;
}

export interface PackedForms {
  editions: PackedEdition[];
}

/** id, parent, name, level, function code, position, serial, software, model, version, location, label token */
export type UnitRow = [
  string,
  string | null,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string | null,
  string,
  string,
];

export interface PackedShip {
  id: string;
  name: string;
  name_en: string;
  units: UnitRow[];
  history: Record<string, { on: string; number: string; text: string }[]>;
}

export interface Pack {
  account: string;
  language: string;
  staff_id: string | null;
  staff_name: string;
  visits: string[];
  ships: string[];
}
