// What the visit leaves over, and parts that the ship is still to get.
import { useState } from "preact/hooks";
import { Button, Refusals, Select, Text } from "../parts/controls";
import { listsOf, useNoting, useVault } from "../parts/deck";
import { newId } from "../store/ids";
import { name, t } from "../words";
import type { SectionProps } from "./index";
import { partLabel, partsFor } from "./parts";

export function Leftovers({ visit, open }: SectionProps) {
  const parts = listsOf(useVault()).parts;
  const note = useNoting();
  const [asked, setAsked] = useState<"" | "leftover" | "owed">("");
  const [text, setText] = useState("");
  const [party, setParty] = useState("");
  const [due, setDue] = useState("");
  const [part, setPart] = useState("");
  const [quantity, setQuantity] = useState("1");
  const [refused, setRefused] = useState<string[]>([]);
  const close = () => {
    setAsked("");
    setText("");
    setParty("");
    setDue("");
    setPart("");
    setQuantity("1");
    setRefused([]);
  };
  const save = async () => {
    const due_on = due ? { due_on: due } : {};
    if (asked === "leftover") {
      if (!text.trim()) return setRefused([t("rule_text")]);
      const content = { id: newId(), text: text.trim(), party: party.trim(), ...due_on };
      const failed = await note({ kind: "leftover", visit_id: visit.id, content, about: text.trim() });
      return failed.length ? setRefused(failed) : close();
    }
    const chosen = parts.find((one) => one.id === part);
    if (!chosen || !(Number(quantity) > 0)) return setRefused([t("rule_part")]);
    const content = { id: newId(), part_id: part, quantity: Number(quantity), ...due_on };
    const failed = await note({ kind: "owed_part", visit_id: visit.id, content, about: chosen.number });
    return failed.length ? setRefused(failed) : close();
  };
  return (
    <>
      <ul class="plain">
        {visit.leftovers.map((one) => (
          <li key={one.id} class="line" data-leftover={one.id}>
            <span class="grow">{one.text} <span class="soft">{one.party}</span></span>
            {one.due_on && <span class="soft tabular">{one.due_on}</span>}
          </li>
        ))}
        {visit.owed.map((one) => {
          const known = parts.find((offer) => offer.id === one.part_id);
          return (
            <li key={one.id} class="line" data-owed={one.id}>
              <span class="grow">{known ? `${known.number} ${name(known)}` : one.part_id} × {one.quantity}</span>
              {one.due_on && <span class="soft tabular">{one.due_on}</span>}
            </li>
          );
        })}
      </ul>
      {visit.leftovers.length + visit.owed.length === 0 && !asked && <p class="soft">{t("none")}</p>}
      {open && !asked && (
        <div class="pair">
          <Button label={t("leftover")} look="primary" press={() => setAsked("leftover")} code="leftover" />
          <Button label={t("owed")} look="primary" press={() => setAsked("owed")} code="owed" />
        </div>
      )}
      {asked && (
        <div class="form card">
          {asked === "leftover" ? (
            <>
              <Text label={t("leftover")} name="text" value={text} change={setText} lines={2} most={300} />
              <Text label={t("party")} name="party" hint={t("optional")} value={party} change={setParty} most={120} />
            </>
          ) : (
            <>
              <Select label={t("part")} name="part" value={part} change={setPart} options={partsFor(parts, visit).map((one) => ({ value: one.id, label: partLabel(one) }))} />
              <Text label={t("quantity")} name="quantity" value={quantity} change={setQuantity} numeric most={3} />
            </>
          )}
          <Text label={t("due_on")} name="due_on" hint={t("optional")} type="date" value={due} change={setDue} />
          <Refusals reasons={refused} />
          <div class="pair">
            <Button label={t("save")} look="primary" press={() => void save()} code="save" />
            <Button label={t("cancel")} press={close} />
          </div>
        </div>
      )}
    </>
  );
}
