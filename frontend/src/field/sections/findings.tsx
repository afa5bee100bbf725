// What was found wrong, coded: mode, mechanism and cause as three facts.
import { useState } from "preact/hooks";
import { Button, Refusals, Select, Text } from "../parts/controls";
import { listsOf, useNoting, useVault } from "../parts/deck";
import { UnitPicker } from "../parts/units";
import type { Code, Finding, PackedVisit } from "../pack/shapes";
import { newId } from "../store/ids";
import { name, t } from "../words";
import type { SectionProps } from "./index";

const KINDS = ["mode", "mechanism", "cause", "activity"] as const;
type Draft = Pick<Finding, "id" | "text" | "item" | "equipment_id"> & Record<(typeof KINDS)[number], string> & { version?: number };

function fresh(visit: PackedVisit): Draft {
  return { id: newId(), text: "", item: "", equipment_id: visit.equipment_id, mode: "", mechanism: "", cause: "", activity: "" };
}

function draftOf(finding: Finding): Draft {
  const { id, text, item, equipment_id, mode_id, mechanism_id, cause_id, activity_id, version } = finding;
  return {
    id, text, item, equipment_id, mode: mode_id, mechanism: mechanism_id ?? "", cause: cause_id ?? "", activity: activity_id ?? "",
    ...(version && { version }),
  };
}

export function Findings({ visit, open }: SectionProps) {
  const vault = useVault();
  const note = useNoting();
  const [draft, setDraft] = useState<Draft | null>(null);
  const codes = listsOf(vault).codes;
  const said = (id: string | null) => {
    const code = codes.find((one) => one.id === id);
    return code ? `${code.code} ${name(code)}` : "";
  };
  const remove = (finding: Finding) =>
    void note({ kind: "finding_removed", visit_id: visit.id, record_id: finding.id, content: {}, about: finding.text });
  return (
    <>
      <ul class="cards">
        {visit.findings.map((finding) => (
          <li key={finding.id} class="card" data-finding={finding.id}>
            <p><strong>{finding.text}</strong> {finding.item}</p>
            <p class="soft">{[finding.mode_id, finding.mechanism_id, finding.cause_id, finding.activity_id].map(said).filter(Boolean).join(" · ")}</p>
            {open && (
              <div class="pair">
                <Button label={t("edit")} press={() => setDraft(draftOf(finding))} />
                <Button label={t("remove")} press={() => remove(finding)} look="danger" />
              </div>
            )}
          </li>
        ))}
      </ul>
      {visit.findings.length === 0 && !draft && <p class="soft">{t("none")}</p>}
      {open && !draft && <Button label={t("add")} look="primary" press={() => setDraft(fresh(visit))} code="add" />}
      {draft && <FindingForm key={draft.id} visit={visit} first={draft} codes={codes} close={() => setDraft(null)} />}
    </>
  );
}

function FindingForm({ visit, first, codes, close }: { visit: PackedVisit; first: Draft; codes: Code[]; close: () => void }) {
  const note = useNoting();
  const [draft, setDraft] = useState(first);
  const [refused, setRefused] = useState<string[]>([]);
  const fits = (code: Code) => !code.families.length || (visit.family_id !== null && code.families.includes(visit.family_id));
  const save = async () => {
    const reasons = [...(draft.text.trim() ? [] : [t("rule_text")]), ...(draft.mode ? [] : [t("rule_mode")])];
    if (reasons.length) return setRefused(reasons);
    const content = {
      text: draft.text.trim(),
      item: draft.item.trim(),
      mode_id: draft.mode,
      ...(draft.equipment_id && { equipment_id: draft.equipment_id }),
      ...(draft.mechanism && { mechanism_id: draft.mechanism }),
      ...(draft.cause && { cause_id: draft.cause }),
      ...(draft.activity && { activity_id: draft.activity }),
      ...(draft.version && { version: draft.version }),
    };
    const failed = await note({ kind: "finding", visit_id: visit.id, record_id: draft.id, content, about: draft.text.trim() });
    setRefused(failed);
    if (!failed.length) close();
  };
  return (
    <div class="form card">
      <Text label={t("finding")} name="text" value={draft.text} change={(text) => setDraft({ ...draft, text })} lines={3} most={500} />
      <Text label={t("item")} name="item" hint={t("optional")} value={draft.item} change={(item) => setDraft({ ...draft, item })} most={120} />
      <UnitPicker ship={visit.ship.id} value={draft.equipment_id} change={(equipment_id) => setDraft({ ...draft, equipment_id })} />
      {KINDS.map((kind) => (
        <Select
          key={kind}
          label={t(kind)}
          name={kind}
          value={draft[kind]}
          change={(value) => setDraft({ ...draft, [kind]: value })}
          options={codes.filter((code) => code.kind === kind && fits(code)).map((code) => ({ value: code.id, label: `${code.code} ${name(code)}` }))}
        />
      ))}
      <Refusals reasons={refused} />
      <div class="pair">
        <Button label={t("save")} look="primary" press={() => void save()} code="save" />
        <Button label={t("cancel")} press={close} />
      </div>
    </div>
  );
}
