// Signing off: engineer, user, and the yard where it takes part; after that only corrections.
import { useState } from "preact/hooks";
import { Addenda } from "../parts/addenda";
import { Button, Refusals } from "../parts/controls";
import { useNoting } from "../parts/deck";
import { type Drawn, SignatureFields, tidied, undrawn } from "../parts/signature";
import type { PackedVisit } from "../pack/shapes";
import { moment, named, t } from "../words";
import type { SectionProps } from "./index";

const ROLES = ["engineer", "user", "yard"] as const;
type Role = (typeof ROLES)[number];

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
      {visit.signed_at && <Addenda rows={visit.addenda} deed={{ kind: "addendum", visit_id: visit.id }} code="addendum" />}
    </>
  );
}

function SignForm({ visit }: { visit: PackedVisit }) {
  const note = useNoting();
  const [drawn, setDrawn] = useState(() => Object.fromEntries(ROLES.map((role) => [role, undrawn(visit, role)])) as Record<Role, Drawn>);
  const [refused, setRefused] = useState<string[]>([]);
  const change = (role: Role, part: Partial<Drawn>) => setDrawn((before) => ({ ...before, [role]: { ...before[role], ...part } }));
  const save = async () => {
    const signed = ROLES.filter((role) => drawn[role].image);
    const lacks = (["engineer", "user"] as const).some((role) => !drawn[role].image || !drawn[role].name.trim());
    if (lacks || signed.some((role) => !drawn[role].name.trim())) return setRefused([t("sign_missing")]);
    const signatures = signed.map((role) => ({ role, ...tidied(drawn[role]) }));
    const about = signatures.map((one) => one.name).join(t("between_numbers"));
    setRefused(await note({ kind: "sign", visit_id: visit.id, content: { signatures }, about }));
  };
  return (
    <div class="form">
      {ROLES.map((role) => (
        <section class="card" key={role}>
          <h2>{named("role", role)}</h2>
          <SignatureFields role={role} label={named("role", role)} drawn={drawn[role]} change={(part) => change(role, part)} />
        </section>
      ))}
      <Refusals reasons={refused} />
      <Button label={t("sign")} icon="signature" look="primary" press={() => void save()} code="sign" />
    </div>
  );
}
