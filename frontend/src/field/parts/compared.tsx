// One version of a record in words: ids by what they name, results by their wording, differences marked.
import type { Content } from "../queue/command";
import { isWord, name, named, t } from "../words";
import { listsOf, useVault, visitsOf } from "./deck";

const UNSAID = ["id", "version", "before", "at", "sha256", "size", "signatures", "entries"];

export function text(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

/** `only` says which fields count: those that were sent. */
export function Version({ title, values, only, other }: { title: string; values: Content; only: Content; other: Content | null }) {
  const names = useNames();
  return (
    <div class="version">
      <h3>{title}</h3>
      <dl>
        {Object.keys(only)
          .filter((key) => !UNSAID.includes(key))
          .map((key) => (
            <div class={`row ${other && text(values[key]) !== text(other[key]) ? "differs" : ""}`} key={key}>
              <dt>{labelOf(key)}</dt>
              <dd>{valueOf(key, values[key], names)}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}

/** Return what the ids in a record stand for, as far as it was taken along. */
function useNames(): Map<string, string> {
  const vault = useVault();
  const lists = listsOf(vault);
  return new Map([
    ...lists.codes.map((one) => [one.id, `${one.code} ${name(one)}`] as const),
    ...lists.parts.map((one) => [one.id, `${one.number} ${name(one)}`] as const),
    ...visitsOf(vault).flatMap((visit) => [...visit.approvers, ...visit.people].map((one) => [one.id, one.name] as const)),
  ]);
}

function labelOf(key: string): string {
  if (key === "text") return t("finding");
  const word = key.replace(/_id$/, "");
  return isWord(word) ? t(word) : key;
}

function valueOf(key: string, value: unknown, names: Map<string, string>): string {
  const plain = text(value);
  if (!plain) return "—";
  if (key === "result" || key === "restored" || key === "moment") return named(key, plain);
  return names.get(plain) ?? plain;
}
