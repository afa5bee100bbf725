// Corrections of a signed form, beside it and never instead of it.
import { useState } from "preact/hooks";
import { Button, Refusals, Text } from "../parts/controls";
import { useNoting } from "../parts/deck";
import type { PackedForm, PackedVisit } from "../pack/shapes";
import { newId } from "../store/ids";
import { moment, t } from "../words";

export function Addenda({ visit, form, about }: { visit: PackedVisit; form: PackedForm; about: string }) {
  const note = useNoting();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState<string[]>([]);
  const save = async () => {
    if (!text.trim()) return setRefused([t("rule_text")]);
    const content = { id: newId(), text: text.trim() };
    const failed = await note({ kind: "form_addendum", visit_id: visit.id, record_id: form.id, content, about });
    setRefused(failed);
    if (!failed.length) setText("");
  };
  return (
    <section class="card form">
      <h2>{t("addendum")}</h2>
      <p class="soft">{t("addendum_why")}</p>
      <ul class="plain">
        {form.addenda.map((one) => (
          <li key={one.id} class="line" data-addendum={one.id}>
            <span class="grow">{one.text}</span>
            <span class="soft tabular">{moment(one.added_at)}</span>
          </li>
        ))}
      </ul>
      <Text label={t("addendum_text")} name="addendum" value={text} change={setText} lines={3} most={4000} />
      <Refusals reasons={refused} />
      <Button label={t("save")} press={() => void save()} code="form-addendum" />
    </section>
  );
}
