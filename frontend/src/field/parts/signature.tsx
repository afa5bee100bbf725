// One side's name, post and drawn signature, under a visit's record or a form.
import type { PackedVisit } from "../pack/shapes";
import { t } from "../words";
import { Text } from "./controls";
import { Pad } from "./pad";

export interface Drawn {
  name: string;
  post: string;
  image: string;
  signed_at: string;
}

/** Return a signature not drawn yet, with who is likely to draw it. */
export function undrawn(visit: PackedVisit, role: string): Drawn {
  const contact = role === "user" ? visit.contacts[0] : undefined;
  return { name: role === "engineer" ? visit.lead : (contact?.name ?? ""), post: contact?.post ?? "", image: "", signed_at: "" };
}

/** Return a signature as it is sent. */
export function tidied(drawn: Drawn): Drawn {
  return { ...drawn, name: drawn.name.trim(), post: drawn.post.trim() };
}

export function SignatureFields({ role, label, drawn, change }: { role: string; label: string; drawn: Drawn; change: (part: Partial<Drawn>) => void }) {
  return (
    <>
      <div class="two">
        <Text label={t("sign_name")} name={`${role}_name`} value={drawn.name} change={(name) => change({ name })} most={60} />
        <Text label={t("sign_post")} name={`${role}_post`} value={drawn.post} change={(post) => change({ post })} most={60} />
      </div>
      <Pad label={label} code={role} change={(image, signed_at) => change({ image, signed_at })} />
    </>
  );
}
