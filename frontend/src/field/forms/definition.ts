// What a form is made of, read from its JSON Schema as the server stores it.
import { language } from "../words";

export interface Words {
  zh: string;
  en: string;
}

export type FieldKind =
  | "text"
  | "number"
  | "choice"
  | "yes_no"
  | "date"
  | "datetime"
  | "photo"
  | "part"
  | "tool"
  | "gauge"
  | "failure"
  | "signature";

export interface Option {
  code: string;
  label: Words;
  fails: boolean;
}

export interface ShowIf {
  field: string;
  test: "is" | "in" | "not";
  values: (string | boolean)[];
}

export interface Field {
  key: string;
  kind: FieldKind;
  label: Words;
  hint: Words;
  unit: string;
  low: number | null;
  high: number | null;
  options: Option[];
  expects: boolean | null;
  required: "" | "begin" | "work_done" | "sign";
  show_if: ShowIf | null;
  step: boolean;
  point: "" | "hold" | "witness";
  role: string;
  pair: boolean;
  follow_up: boolean;
}

export interface Section {
  key: string;
  label: Words;
  fields: Field[];
  party: string;
}

export interface Definition {
  code: string;
  kind: string;
  label: Words;
  sections: Section[];
}

interface RawField {
  title: string;
  oneOf?: { const: string; title: string; "x-aftersail": { title_en: string; fails: boolean } }[];
  "x-aftersail": Partial<Omit<Field, "label" | "hint" | "options">> & { kind: FieldKind; title_en: string; hint?: string; hint_en?: string };
}

/** A form as it is stored: JSON Schema, with what that has no word for beside it. */
export interface Schema {
  title: string;
  properties: Record<string, RawField>;
  "x-aftersail": {
    code: string;
    kind: string;
    title_en: string;
    sections: { key: string; title: string; title_en: string; party: string; fields: string[] }[];
  };
}

function fieldOf(key: string, raw: RawField): Field {
  const { title_en, hint = "", hint_en = "", ...ours } = raw["x-aftersail"];
  const options = (raw.oneOf ?? []).map((one) => ({
    code: one.const,
    label: { zh: one.title, en: one["x-aftersail"].title_en },
    fails: one["x-aftersail"].fails,
  }));
  const plain = { unit: "", low: null, high: null, expects: null, required: "", show_if: null, step: false, point: "", role: "", pair: false, follow_up: false } as const;
  return { ...plain, ...ours, key, label: { zh: raw.title, en: title_en }, hint: { zh: hint, en: hint_en }, options };
}

/** Return the form that a stored document describes. */
export function definitionOf(schema: Schema): Definition {
  const head = schema["x-aftersail"];
  return {
    code: head.code,
    kind: head.kind,
    label: { zh: schema.title, en: head.title_en },
    sections: head.sections.map((one) => ({
      key: one.key,
      label: { zh: one.title, en: one.title_en },
      party: one.party,
      fields: one.fields.map((key) => fieldOf(key, schema.properties[key]!)),
    })),
  };
}

/** Return words in the language chosen. */
export function say(words: Words): string {
  return language() === "en" ? words.en || words.zh : words.zh || words.en;
}

/** Return every line that takes a value, in order: signatures are apart. */
export function linesOf(definition: Definition): Field[] {
  return definition.sections.flatMap((one) => one.fields).filter((field) => field.kind !== "signature");
}

/** Return the roles that sign, in order. */
export function rolesOf(definition: Definition): string[] {
  return definition.sections.flatMap((one) => one.fields).flatMap((field) => (field.kind === "signature" ? [field.role] : []));
}
