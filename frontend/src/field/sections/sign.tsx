// Signing off: engineer, user, and the yard where it takes part; after that only corrections.
import { useState } from "preact/hooks";
import { Button, Refusals, Text } from "../parts/controls";
import { useNoting } from "../parts/deck";
import { Pad } from "../parts/pad";
import type { PackedVisit } from "../pack/shapes";
import { newId } from "../store/ids";
import { moment, named, t } from "../words";
import type { SectionProps } from "./index";

const ROLES = ["engineer", "user", "yard"] as const;
type Role = (typeof ROLES)[number];

interface Drawn {
  name: string;
  post: string;
  image: string;
  signed_at: string;
}

function firstOf(visit: PackedVisit, role: Role): Drawn {
  const contact = role === "user" ? visit.contacts[0] : undefined;
  return { name: role === "engineer" ? visit.lead : (contact?.name ?? ""), post: contact?.post ?? "", image: "", signed_at: "" };
}

export function Sign({ visit, open }: SectionProps) {
  return (
    <>
      <ul class="plain">
        {visit.signatures.map((one) => (
          <li key={one.role} class="line" data-signed={one.role}>
            <strong>{named("role", one.role)}</strong>
            <span class="grow">{t("signed_by", { name: `${one.name} ${one.post}`.trim(), at: moment(one.signed_at) })}</span>
          </li>
        ))}
      </ul>
      {open && visit.state === "work_done" && <SignForm visit={visit} />}
      {open && visit.state !== "work_done" && <p class="note">{t("sign_first")}</p>}
      {visit.signed_at && <Addenda visit={visit} />}
    </>
  );
}

function SignForm({ visit }: { visit: PackedVisit }) {
  const note = useNoting();
  const [drawn, setDrawn] = useState(() => Object.fromEntries(ROLES.map((role) => [role, firstOf(visit, role)])) as Record<Role, Drawn>);
  const [refused, setRefused] = useState<string[]>([]);
  const change = (role: Role, part: Partial<Drawn>) => setDrawn((before) => ({ ...before, [role]: { ...before[role], ...part } }));
  const save = async () => {
    const signed = ROLES.filter((role) => drawn[role].image);
    const lacks = (["engineer", "user"] as const).some((role) => !drawn[role].image || !drawn[role].name.trim());
    if (lacks || signed.some((role) => !drawn[role].name.trim())) return setRefused([t("sign_missing")]);
    const signatures = signed.map((role) => ({ role, ...drawn[role], name: drawn[role].name.trim(), post: drawn[role].post.trim() }));
    const about = signatures.map((one) => one.name).join(t("between_numbers"));
    setRefused(await note({ kind: "sign", visit_id: visit.id, content: { signatures }, about }));
  };
  return (
    <div class="form">
      {ROLES.map((role) => (
        <section class="card" key={role}>
          <h2>{named("role", role)}</h2>
          <div class="two">
            <Text label={t("sign_name")} name={`${role}_name`} value={drawn[role].name} change={(name) => change(role, { name })} most={60} />
            <Text label={t("sign_post")} name={`${role}_post`} value={drawn[role].post} change={(post) => change(role, { post })} most={60} />
          </div>
          <Pad label={named("role", role)} code={role} change={(image, signed_at) => change(role, { image, signed_at })} />
        </section>
      ))}
      <Refusals reasons={refused} />
      <Button label={t("sign")} icon="signature" look="primary" press={() => void save()} code="sign" />
    </div>
  );
}

function Addenda({ visit }: { visit: PackedVisit }) {
  const note = useNoting();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState<string[]>([]);
  const save = async () => {
    if (!text.trim()) return setRefused([t("rule_text")]);
    const content = { id: newId(), text: text.trim() };
    const failed = await note({ kind: "addendum", visit_id: visit.id, content, about: text.trim().slice(0, 40) });
    setRefused(failed);
    if (!failed.length) setText("");
  };
  return (
    <section class="card form">
      <h2>{t("addendum")}</h2>
      <p class="soft">{t("addendum_why")}</p>
      <ul class="plain">
        {visit.addenda.map((one) => (
          <li key={one.id} class="line">
            <span class="grow">{one.text}</span>
            <span class="soft tabular">{moment(one.added_at)}</span>
          </li>
        ))}
      </ul>
      <Text label={t("addendum_text")} name="addendum" value={text} change={setText} lines={3} most={4000} />
      <Refusals reasons={refused} />
      <Button label={t("save")} press={() => void save()} code="addendum" />
    </section>
  );
}
