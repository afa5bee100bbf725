// How each kind of line is answered; photos, parts and tools have files of their own.
import { useState } from "preact/hooks";
import { Labelled, Segments, Select, Text } from "../parts/controls";
import { listsOf, useVault } from "../parts/deck";
import { name, named, t } from "../words";
import { type Field, say } from "./definition";
import { isFilled } from "./rules";
import { PartRows, ToolRows } from "./rows";

export interface AnswerProps {
  field: Field;
  value: unknown;
  /** null clears the line. */
  change: (value: unknown) => void;
}

const MOST_SEGMENTS = 4;
const ZONE = "+08:00";
const HOURS_AHEAD_MS = 8 * 3_600_000;

export function Answer(props: AnswerProps) {
  switch (props.field.kind) {
    case "number":
      return <NumberAnswer {...props} name={props.field.key} />;
    case "gauge":
      return <GaugeAnswer {...props} />;
    case "choice":
      return <ChoiceAnswer {...props} />;
    case "yes_no":
      return <YesNoAnswer {...props} />;
    case "date":
    case "datetime":
      return <DayAnswer {...props} />;
    case "part":
      return <PartRows {...props} />;
    case "tool":
      return <ToolRows {...props} />;
    case "failure":
      return <FailureAnswer {...props} />;
    case "text":
      return <TextAnswer {...props} />;
    default:
      return null;
  }
}

function TextAnswer({ field, value, change }: AnswerProps) {
  return <Text label={say(field.label)} name={field.key} value={String(value ?? "")} change={(text) => change(text || null)} lines={2} most={4000} />;
}

/** A number as it is typed: what is none yet stays text, and is refused when saved. */
function NumberAnswer({ field, value, change, name: as }: AnswerProps & { name: string }) {
  const [typed, setTyped] = useState(isFilled(value) ? String(value) : "");
  const same = Number(typed.replace(",", ".")) === value || typed === value || (!isFilled(value) && !typed.trim());
  const take = (text: string) => {
    setTyped(text);
    const plain = text.trim().replace(",", ".");
    change(plain === "" ? null : Number.isFinite(Number(plain)) ? Number(plain) : text);
  };
  const label = field.unit && field.unit !== "1" ? `${t("reading")} ${field.unit}` : t("reading");
  return <Text label={label} name={as} value={same ? typed : String(value ?? "")} change={take} numeric most={20} />;
}

function GaugeAnswer({ field, value, change }: AnswerProps) {
  const told = (value ?? {}) as { value?: unknown; gauge?: string };
  const put = (part: { value?: unknown; gauge?: string }) => {
    const { value: reading, gauge } = { ...told, ...part };
    const next = { ...(isFilled(reading) && { value: reading }), ...(gauge && { gauge }) };
    change(isFilled(next) ? next : null);
  };
  return (
    <div class="two">
      <NumberAnswer field={field} value={told.value} change={(reading) => put({ value: reading })} name={field.key} />
      <Text label={t("form_gauge")} name={`${field.key}.gauge`} value={told.gauge ?? ""} change={(gauge) => put({ gauge })} most={120} />
    </div>
  );
}

function ChoiceAnswer({ field, value, change }: AnswerProps) {
  const options = field.options.map((one) => ({ value: one.code, label: say(one.label) }));
  const shared = { label: say(field.label), name: field.key, value: String(value ?? ""), options };
  if (options.length > MOST_SEGMENTS) return <Select {...shared} change={(code) => change(code || null)} />;
  return <Segments {...shared} change={change} />;
}

function YesNoAnswer({ field, value, change }: AnswerProps) {
  const told = value === true ? "yes" : value === false ? "no" : "";
  const options = [
    { value: "yes", label: t("yes") },
    { value: "no", label: t("no") },
  ];
  return <Segments label={say(field.label)} name={field.key} value={told} change={(code) => change(code === "yes")} options={options} />;
}

/** A day, or a day and time as the house's clocks show it. */
function DayAnswer({ field, value, change }: AnswerProps) {
  const timed = field.kind === "datetime";
  const at = Date.parse(String(value ?? ""));
  const shown = !timed ? String(value ?? "") : Number.isFinite(at) ? new Date(at + HOURS_AHEAD_MS).toISOString().slice(0, 16) : "";
  const take = (text: string) => change(text ? (timed ? `${text.slice(0, 16)}:00${ZONE}` : text) : null);
  return (
    <Labelled label={say(field.label)}>
      {(id) => (
        <input id={id} name={field.key} {...({ type: timed ? "datetime-local" : "date" } as { type: "date" })} value={shown} onInput={(event) => take(event.currentTarget.value)} />
      )}
    </Labelled>
  );
}

const CODE_KINDS = ["mode", "mechanism", "cause"] as const;

function FailureAnswer({ field, value, change }: AnswerProps) {
  const { codes } = listsOf(useVault());
  const told = (value ?? {}) as Record<string, string>;
  const put = (kind: string, code: string) => {
    const next = Object.fromEntries(Object.entries({ ...told, [kind]: code }).filter(([, one]) => one));
    change(isFilled(next) ? next : null);
  };
  return (
    <>
      {CODE_KINDS.map((kind) => (
        <Select
          key={kind}
          label={t(kind)}
          name={`${field.key}.${kind}`}
          value={told[kind] ?? ""}
          change={(code) => put(kind, code)}
          options={codes.filter((one) => one.kind === kind).map((one) => ({ value: one.code, label: `${one.code} ${name(one)}` }))}
        />
      ))}
    </>
  );
}

/** Say a role that signs forms. */
export function signer(role: string): string {
  return named("signer", role);
}
