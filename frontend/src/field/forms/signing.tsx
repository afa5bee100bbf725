// One side's signature under what it answers for; what stands on the screen is saved first, so nobody signs what they did not see.
import { useState } from "preact/hooks";
import { Button, Refusals } from "../parts/controls";
import { useNoting } from "../parts/deck";
import { type Drawn, SignatureFields, tidied, undrawn } from "../parts/signature";
import { t } from "../words";
import { signer } from "./answers";
import { type Field, say } from "./definition";
import { lackingFor } from "./rules";
import { type Filling, signedBy } from "./screen";

const MOST_NAMED = 5;

/** Return why a role may not sign yet. */
function refusedFor(filling: Filling, role: string, drawn: Drawn): string[] {
  const { missing, held, unseen } = lackingFor(filling.sheet, role);
  const lines = missing.slice(0, MOST_NAMED).map((field) => say(field.label)).join(t("between_lines"));
  return [
    ...(missing.length ? [t("form_rule_missing", { count: missing.length, lines })] : []),
    ...held.map((field) => t("form_rule_held", { line: say(field.label) })),
    ...unseen.map((field) => t("form_rule_witness", { line: say(field.label) })),
    ...(drawn.name.trim() && drawn.image ? [] : [t("form_rule_drawn")]),
  ];
}

export function SignHere({ field, filling, saveFirst, about }: { field: Field; filling: Filling; saveFirst: () => Promise<string[]>; about: string }) {
  const { role } = field;
  const note = useNoting();
  const [drawn, setDrawn] = useState(() => undrawn(filling.visit, role));
  const [refused, setRefused] = useState<string[]>([]);
  const signed = filling.form.signatures.find((one) => one.role === role);
  if (signed) {
    return (
      <p class="line" data-form-signed={role}>
        <strong>{signer(role)}</strong> <span class="grow">{signedBy(signed)}</span>
      </p>
    );
  }
  const change = (part: Partial<Drawn>) => setDrawn((before) => ({ ...before, ...part }));
  const sign = async () => {
    const reasons = refusedFor(filling, role, drawn);
    setRefused(reasons);
    if (reasons.length || (await saveFirst()).length) return;
    const { form, visit } = filling;
    const content = { role, ...tidied(drawn), ...(form.version && { version: form.version }) };
    setRefused(await note({ kind: "form_signed", visit_id: visit.id, record_id: form.id, content, about: `${about} · ${signer(role)}` }));
  };
  return (
    <div class="form" data-signer={role}>
      <h3>{say(field.label)}</h3>
      <SignatureFields role={role} label={signer(role)} drawn={drawn} change={change} />
      <Refusals reasons={refused} />
      <Button label={t("form_sign_as", { role: signer(role) })} icon="signature" press={() => void sign()} code={`sign-${role}`} />
    </div>
  );
}
