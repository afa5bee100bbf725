// Corrections beside what was signed, never instead of it: of a visit's record, of a form.
import { useState } from "preact/hooks";
import type { Deed } from "../queue/command";
import { newId } from "../store/ids";
import { moment, t } from "../words";
import { Button, Refusals, Text } from "./controls";
import { useNoting } from "./deck";

const TOLD_CHARACTERS = 40;

interface Addendum {
  id: string;
  text: string;
  added_at: string;
}

/** `deed` is what a correction is of; `about` may tell it by its text. */
export function Addenda({ rows, deed, code }: { rows: Addendum[]; deed: Omit<Deed, "content" | "about"> & { about?: string }; code: string }) {
  const note = useNoting();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState<string[]>([]);
  const save = async () => {
    const said = text.trim();
    if (!said) return setRefused([t("rule_text")]);
    const failed = await note({ about: said.slice(0, TOLD_CHARACTERS), ...deed, content: { id: newId(), text: said } });
    setRefused(failed);
    if (!failed.length) setText("");
  };
  return (
    <section class="card form">
      <h2>{t("addendum")}</h2>
      <p class="soft">{t("addendum_why")}</p>
      <ul class="plain">
        {rows.map((one) => (
          <li key={one.id} class="line" data-addendum={one.id}>
            <span class="grow">{one.text}</span>
            <span class="soft tabular">{moment(one.added_at)}</span>
          </li>
        ))}
      </ul>
      <Text label={t("addendum_text")} name="addendum" value={text} change={setText} lines={3} most={4000} />
      <Refusals reasons={refused} />
      <Button label={t("save")} press={() => void save()} code={code} />
    </section>
  );
}
