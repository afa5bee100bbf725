// One form on a screen of its own: its sections as cards, saved as one command, signed side by side.
import { useState } from "preact/hooks";
import { Addenda } from "../parts/addenda";
import { Button, Empty, Mark, Refusals } from "../parts/controls";
import { editionsOf, useNoting, useVault, visitOf } from "../parts/deck";
import { Frame } from "../parts/frame";
import type { PackedEdition, PackedForm, PackedVisit, Witness } from "../pack/shapes";
import { moment, t } from "../words";
import { begun } from "./applied";
import { type Definition, type Field, say, type Section } from "./definition";
import { deedOf, type Entry, entryRefused, isDirty, NOTHING, type SkipEntry, withEntry } from "./entry";
import { Line } from "./line";
import { completeness, frozenLines, heldBy, type Sheet, visibleLines } from "./rules";
import { definitionIn, isOver, sheetOf } from "./sheets";
import { SignHere } from "./signing";

/** What every line of an open form is drawn with. */
export interface Filling {
  visit: PackedVisit;
  form: PackedForm;
  sheet: Sheet;
  frozen: ReadonlySet<string>;
  over: boolean;
  put: (key: string, value: unknown) => void;
  skip: (key: string, skip: SkipEntry | null) => void;
  witness: (key: string, witness: Witness) => void;
  entry: Entry;
}

export function FormScreen({ visit: visitId, id, edition: wanted }: { visit: string; id: string; edition: string }) {
  const vault = useVault();
  const visit = visitOf(vault, visitId);
  const form = visit?.forms.find((one) => one.id === id) ?? (wanted ? begun(id, wanted) : undefined);
  const edition = editionsOf(vault).find((one) => one.id === form?.edition_id);
  if (!visit || !form || !edition) {
    return (
      <Frame title={t("forms")} back={`#/visits/${visitId}/forms`}>
        <Empty title={t("form_edition_gone")} />
      </Frame>
    );
  }
  return <Filled visit={visit} form={form} edition={edition} definition={definitionIn(edition)} />;
}

function Filled({ visit, form, edition, definition }: { visit: PackedVisit; form: PackedForm; edition: PackedEdition; definition: Definition }) {
  const note = useNoting();
  const [entry, setEntry] = useState<Entry>(NOTHING);
  const [refused, setRefused] = useState<string[]>([]);
  const [saved, setSaved] = useState(false);
  const shown = withEntry(form, entry, visit);
  const sheet = sheetOf(shown, definition);
  const over = isOver(form, definition);
  const about = `${edition.code} ${form.number}`.trim();
  const change = (part: Partial<Entry>) => {
    setSaved(false);
    setEntry((before) => ({ values: { ...before.values, ...part.values }, skips: { ...before.skips, ...part.skips }, witnesses: { ...before.witnesses, ...part.witnesses } }));
  };
  const save = async (): Promise<string[]> => {
    const reasons = entryRefused(definition, entry, sheet);
    const failed = reasons.length ? reasons : await note(deedOf(form, entry, visit, about));
    setRefused(failed);
    if (!failed.length) {
      setEntry(NOTHING);
      setSaved(true);
    }
    return failed;
  };
  const filling: Filling = {
    visit,
    form: shown,
    sheet,
    frozen: frozenLines(sheetOf(form, definition)),
    over,
    entry,
    put: (key, value) => change({ values: { [key]: value } }),
    skip: (key, skip) => change({ skips: { [key]: skip } }),
    witness: (key, witness) => change({ witnesses: { [key]: witness } }),
  };
  const saveFirst = () => (isDirty(entry) || !visit.forms.includes(form) ? save() : Promise.resolve([]));
  const [done, all] = completeness(definition, sheet.values, sheet.skipped);
  return (
    <Frame title={say(definition.label)} back={`#/visits/${visit.id}/forms`}>
      <div data-filled={form.id} data-over={over} data-version={form.version}>
        <p class="soft tabular">
          {form.number || t("form_unnumbered")} · {t("form_edition", { number: edition.number })}{" "}
          {!edition.active && <Mark tone="attention">{t("form_edition_old")}</Mark>}
        </p>
        <p class="soft">{t("form_done", { done, all })}</p>
        <progress max={all || 1} value={done} aria-label={t("form_progress")} />
      </div>
      {over && <p class="note">{t("form_stays")}</p>}
      {definition.sections.map((section) => (
        <SectionCard key={section.key} section={section} filling={filling} saveFirst={saveFirst} about={about} />
      ))}
      <FollowUps form={form} />
      {over ? (
        <Addenda rows={form.addenda} deed={{ kind: "form_addendum", visit_id: visit.id, record_id: form.id, about }} code="form-addendum" />
      ) : (
        <>
          <Refusals reasons={refused} />
          <div class="stick">
            <Button label={t("save")} look="primary" press={() => void save()} code="save-form" disabled={!isDirty(entry) && visit.forms.includes(form)} />
            {saved && <span role="status" class="saved">{t("saved_short")}</span>}
          </div>
        </>
      )}
    </Frame>
  );
}

function SectionCard({ section, filling, saveFirst, about }: { section: Section; filling: Filling; saveFirst: () => Promise<string[]>; about: string }) {
  const seen = new Set(visibleLines(filling.sheet.definition, filling.sheet.values).map((field) => field.key));
  const lines = section.fields.filter((field) => field.kind === "signature" || seen.has(field.key));
  if (!lines.length) return null;
  const draw = (field: Field) =>
    field.kind === "signature" ? (
      <SignHere key={field.key} field={field} filling={filling} saveFirst={saveFirst} about={about} />
    ) : (
      <Line key={field.key} field={field} filling={filling} held={field.step ? heldBy(filling.sheet, field.key) : undefined} />
    );
  return (
    <section class="card form" data-section-of={section.key}>
      <h2>{say(section.label)}</h2>
      {section.party && <p class="soft">{t("form_party")}</p>}
      {lines.map(draw)}
    </section>
  );
}

function FollowUps({ form }: { form: PackedForm }) {
  if (!form.follow_ups.length) return null;
  return (
    <section class="card">
      <h2>{t("form_follow_ups")}</h2>
      <ul class="plain">
        {form.follow_ups.map((one) => (
          <li key={one.id} class="line" data-follow-up={one.line}>
            <span class="grow">{one.text}</span>
            <Mark tone={one.is_open ? "attention" : "good"}>{t(one.is_open ? "form_follow_up_open" : "form_follow_up_done")}</Mark>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Say who signed, and when. */
export function signedBy(one: { name: string; post: string; signed_at: string }): string {
  return t("signed_by", { name: `${one.name} ${one.post}`.trim(), at: moment(one.signed_at) });
}
