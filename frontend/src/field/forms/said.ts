// Answers in words: with their unit, their label, their limits.
import { moment, t } from "../words";
import { type Field, say } from "./definition";
import { isFilled } from "./rules";

export interface PartRow {
  part: string;
  quantity?: number;
  serial_in?: string;
  serial_out?: string;
}

function measured(value: unknown, unit: string): string {
  return unit && unit !== "1" ? `${String(value)} ${unit}` : String(value);
}

function part(row: PartRow): string {
  const serials = [row.serial_in && `${t("serial_in")} ${row.serial_in}`, row.serial_out && `${t("serial_out")} ${row.serial_out}`];
  return [row.part, `× ${row.quantity ?? 1}`, ...serials].filter(Boolean).join(" ");
}

/** Return an answer as people read it; empty for none. */
export function saidValue(field: Field, value: unknown): string {
  if (!isFilled(value)) return "";
  switch (field.kind) {
    case "yes_no":
      return t(value ? "yes" : "no");
    case "choice": {
      const option = field.options.find((one) => one.code === value);
      return option ? say(option.label) : String(value);
    }
    case "number":
      return measured(value, field.unit);
    case "gauge": {
      const { value: reading, gauge } = value as { value?: number; gauge?: string };
      return measured(reading ?? "", field.unit) + (gauge ? ` (${gauge})` : "");
    }
    case "datetime":
      return moment(String(value));
    case "part":
      return (value as PartRow[]).map(part).join("; ");
    case "tool":
      return (value as string[]).join(t("between_numbers"));
    case "failure": {
      const codes = value as Record<string, string>;
      return ["mode", "mechanism", "cause"].map((name) => codes[name]).filter(Boolean).join(" / ");
    }
    case "photo": {
      const piles = Array.isArray(value) ? [value] : Object.values(value as Record<string, string[]>);
      return t("photo_count", { count: piles.flat().length });
    }
    default:
      return String(value);
  }
}

/** Return a line's limits as people write them: `22.8 – 25.2 V`, `≥ 1 MΩ`. */
export function limitsOf(field: Field): string {
  const { low, high, unit } = field;
  const text = low !== null && high !== null ? `${low} – ${high}` : low !== null ? `≥ ${low}` : high !== null ? `≤ ${high}` : "";
  return text && `${text} ${unit}`.trim();
}

/** Return the text of the follow-up that a failed line will raise. */
export function followUpOf(field: Field, value: unknown): string {
  const limits = limitsOf(field);
  return `${say(field.label)}: ${saidValue(field, value)}${limits && ` (${limits})`}`;
}
