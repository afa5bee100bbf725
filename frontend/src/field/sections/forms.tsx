// The visit's forms and trial sheets: how far each has come, and those that can be begun on board.
import { useState } from "preact/hooks";
import { Button, Mark, Select } from "../parts/controls";
import { editionsOf, useVault } from "../parts/deck";
import { definitionIn, isOver, sheetOf } from "../forms/sheets";
import { say } from "../forms/definition";
import { completeness, results } from "../forms/rules";
import type { PackedEdition, PackedForm } from "../pack/shapes";
import { newId } from "../store/ids";
import { named, t } from "../words";
import type { SectionProps } from "./index";

const ORDER = ["trial", "procedure", "record", "daily"];

export function Forms({ visit, open }: SectionProps) {
  const editions = editionsOf(useVault());
  const [chosen, setChosen] = useState("");
  const offered = editions.filter((one) => one.active).sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const label = (one: PackedEdition) => `${named("form_kind", one.kind)} · ${one.code} ${say(definitionIn(one).label)}`;
  return (
    <>
      {visit.forms.length === 0 && <p class="soft">{t("forms_none")}</p>}
      <ul class="section-list plain" data-list="forms">
        {visit.forms.map((form) => (
          <Line key={form.id} form={form} visit={visit.id} edition={editions.find((one) => one.id === form.edition_id)} />
        ))}
      </ul>
      {open && (
        <section class="card form">
          <h2>{t("form_begin")}</h2>
          <Select label={t("form")} name="edition" value={chosen} change={setChosen} options={offered.map((one) => ({ value: one.id, label: label(one) }))} />
          <Button
            label={t("form_begin")}
            look="primary"
            disabled={!chosen}
            press={() => (location.hash = `#/visits/${visit.id}/forms/${newId()}/${chosen}`)}
            code="begin-form"
          />
        </section>
      )}
    </>
  );
}

function Line({ form, visit, edition }: { form: PackedForm; visit: string; edition: PackedEdition | undefined }) {
  if (!edition) {
    return <li class="line">{form.number} <span class="soft">{t("form_edition_gone")}</span></li>;
  }
  const definition = definitionIn(edition);
  const sheet = sheetOf(form, definition);
  const over = isOver(form, definition);
  const [done, all] = completeness(definition, form.values, sheet.skipped);
  const failed = Object.values(results(definition, form.values, sheet.skipped)).filter((one) => one === "fail").length;
  return (
    <li>
      <a href={`#/visits/${visit}/forms/${form.id}`} data-form={form.id} data-code={edition.code} data-over={over}>
        <span class="grow">
          {say(definition.label)}
          <span class="soft block tabular">{form.number || t("form_unnumbered")}</span>
        </span>
        {failed > 0 && <Mark tone="bad">{t("form_failed", { count: failed })}</Mark>}
        {over ? <Mark tone="good">{t("form_state_signed")}</Mark> : <span class="count tabular">{done} / {all}</span>}
      </a>
    </li>
  );
}
