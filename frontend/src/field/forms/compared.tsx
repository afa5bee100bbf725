// Both sides of a form in conflict, line by line in the words of the form.
import { editionsOf, useVault } from "../parts/deck";
import type { PackedForm, PackedEdition } from "../pack/shapes";
import type { Command } from "../queue/command";
import { named, t } from "../words";
import type { SkipSent } from "./applied";
import { linesOf, say } from "./definition";
import { saidValue } from "./said";
import { definitionIn } from "./sheets";

interface Row {
  key: string;
  label: string;
  mine: string;
  theirs: string;
}

function skipped(reason: string | undefined): string {
  return reason ? `${t("result_skipped")}: ${reason}` : "";
}

function lines(command: Command, theirs: PackedForm | null, edition: PackedEdition | undefined): Row[] {
  if (!edition) return [];
  const values = (command.content["values"] ?? {}) as Record<string, unknown>;
  const skips = (command.content["skips"] ?? []) as SkipSent[];
  return linesOf(definitionIn(edition)).flatMap((field) => {
    const skip = skips.find((one) => one.line === field.key);
    if (!(field.key in values) && !skip) return [];
    const mine = saidValue(field, values[field.key]) || skipped(skip?.reason);
    const stands = saidValue(field, theirs?.values[field.key]) || skipped(theirs?.skipped[field.key]?.reason);
    return [{ key: field.key, label: say(field.label), mine, theirs: stands }];
  });
}

function signatures(command: Command, theirs: PackedForm | null): Row[] {
  const role = String(command.content["role"]);
  const stands = theirs?.signatures.find((one) => one.role === role)?.name ?? "";
  return [{ key: role, label: named("signer", role), mine: String(command.content["name"]), theirs: stands }];
}

export function FormVersions({ command }: { command: Command }) {
  const theirs = (command.verdict?.theirs ?? null) as unknown as PackedForm | null;
  const wanted = String(command.content["edition_id"] ?? theirs?.edition_id ?? "");
  const edition = editionsOf(useVault()).find((one) => one.id === wanted);
  const rows = command.kind === "form" ? lines(command, theirs, edition) : signatures(command, theirs);
  const state = theirs && { key: "", label: t("form_state"), mine: t("form_state_draft"), theirs: named("form_state", theirs.state) };
  const shown = state ? [state, ...rows] : rows;
  return (
    <>
      <Side title={t("mine")} rows={shown} of="mine" />
      {theirs ? <Side title={t("theirs")} rows={shown} of="theirs" /> : <p>{t("theirs_gone")}</p>}
    </>
  );
}

function Side({ title, rows, of }: { title: string; rows: readonly Row[]; of: "mine" | "theirs" }) {
  return (
    <div class="version" data-side={of}>
      <h3>{title}</h3>
      <dl>
        {rows.map((row) => (
          <div class={`row ${row.mine === row.theirs ? "" : "differs"}`} key={row.key}>
            <dt>{row.label}</dt>
            <dd>{row[of] || "—"}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
