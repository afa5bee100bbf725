// Parts put in and taken out, with their serial numbers; what lies in the own kit comes first.
import { useState } from "preact/hooks";
import { Button, Refusals, Select, Text } from "../parts/controls";
import { listsOf, useNoting, useVault } from "../parts/deck";
import { Scan } from "../parts/scan";
import type { PackedVisit, PartOffer, PartUse } from "../pack/shapes";
import { newId } from "../store/ids";
import { name, t } from "../words";
import type { SectionProps } from "./index";

interface Draft {
  id: string;
  part: string;
  quantity: string;
  serial_in: string;
  serial_out: string;
  version?: number;
}

const fresh = (): Draft => ({ id: newId(), part: "", quantity: "1", serial_in: "", serial_out: "" });

export function partsFor(parts: PartOffer[], visit: PackedVisit): PartOffer[] {
  const fits = parts.filter((part) => part.kit > 0 || part.family_id === null || part.family_id === visit.family_id);
  return [...fits].sort((a, b) => Number(b.kit > 0) - Number(a.kit > 0) || a.number.localeCompare(b.number));
}

export function partLabel(part: PartOffer): string {
  return `${part.number} ${name(part)}${part.kit > 0 ? ` · ${t("in_kit", { count: part.kit })}` : ""}`;
}

export function Parts({ visit, open }: SectionProps) {
  const vault = useVault();
  const note = useNoting();
  const [draft, setDraft] = useState<Draft | null>(null);
  const parts = listsOf(vault).parts;
  const remove = (use: PartUse, about: string) => void note({ kind: "part_removed", visit_id: visit.id, record_id: use.id, content: {}, about });
  return (
    <>
      <ul class="cards">
        {visit.parts.map((use) => {
          const part = parts.find((one) => one.id === use.part_id);
          const about = part ? `${part.number} ${name(part)}` : use.part_id;
          return (
            <li key={use.id} class="card" data-part={use.id}>
              <p><strong>{about}</strong> × {use.quantity}</p>
              {use.serial_in && <p class="soft tabular">{t("serial_in")} {use.serial_in}</p>}
              {use.serial_out && <p class="soft tabular">{t("serial_out")} {use.serial_out}</p>}
              {open && (
                <div class="pair">
                  <Button label={t("edit")} press={() => setDraft({ ...use, part: use.part_id, quantity: String(use.quantity) })} />
                  <Button label={t("remove")} look="danger" press={() => remove(use, about)} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {visit.parts.length === 0 && !draft && <p class="soft">{t("none")}</p>}
      {open && !draft && <Button label={t("add")} look="primary" press={() => setDraft(fresh())} code="add" />}
      {draft && <PartForm key={draft.id} visit={visit} first={draft} parts={partsFor(parts, visit)} close={() => setDraft(null)} />}
    </>
  );
}

function PartForm({ visit, first, parts, close }: { visit: PackedVisit; first: Draft; parts: PartOffer[]; close: () => void }) {
  const note = useNoting();
  const [draft, setDraft] = useState(first);
  const [refused, setRefused] = useState<string[]>([]);
  const part = parts.find((one) => one.id === draft.part);
  const save = async () => {
    const quantity = Number(draft.quantity);
    const reasons = [
      ...(part ? [] : [t("rule_part")]),
      ...(Number.isInteger(quantity) && quantity > 0 && quantity < 1000 ? [] : [t("rule_number")]),
      ...(part?.serialised && quantity !== 1 ? [t("rule_single")] : []),
      ...(part?.serialised && !draft.serial_in.trim() && !draft.serial_out.trim() ? [t("rule_serial")] : []),
    ];
    if (reasons.length || !part) return setRefused(reasons);
    const content = {
      part_id: part.id,
      quantity,
      serial_in: draft.serial_in.trim(),
      serial_out: draft.serial_out.trim(),
      ...(draft.version && { version: draft.version }),
    };
    const failed = await note({ kind: "part", visit_id: visit.id, record_id: draft.id, content, about: part.number });
    setRefused(failed);
    if (!failed.length) close();
  };
  const scanned = (code: string) => {
    const found = parts.find((one) => one.number === code);
    setDraft(found ? { ...draft, part: found.id } : { ...draft, serial_in: code });
  };
  return (
    <div class="form card">
      <Scan found={scanned} />
      <Select label={t("part")} name="part" value={draft.part} change={(value) => setDraft({ ...draft, part: value })} options={parts.map((one) => ({ value: one.id, label: partLabel(one) }))} />
      <Text label={t("quantity")} name="quantity" value={draft.quantity} change={(quantity) => setDraft({ ...draft, quantity })} numeric most={3} />
      <Text label={t("serial_in")} name="serial_in" value={draft.serial_in} change={(serial_in) => setDraft({ ...draft, serial_in })} most={60} />
      <Text label={t("serial_out")} name="serial_out" value={draft.serial_out} change={(serial_out) => setDraft({ ...draft, serial_out })} most={60} />
      <Refusals reasons={refused} />
      <div class="pair">
        <Button label={t("save")} look="primary" press={() => void save()} code="save" />
        <Button label={t("cancel")} press={close} />
      </div>
    </div>
  );
}
