// Taking a photo: made small, written down with its bytes, so that both or neither are on the device.
import { useRef, useState } from "preact/hooks";
import type { Content } from "../queue/command";
import { newId } from "../store/ids";
import { sha256 } from "../store/sealing";
import { t } from "../words";
import { Button, Refusals } from "./controls";
import { useNoting } from "./deck";
import { shrunk } from "./shrinking";

interface TakingProps {
  visitId: string;
  label: string;
  /** How those who hear the page are told which photo this is. */
  said: string;
  name: string;
  /** What the photo shows, in words and for the server. */
  about: string;
  content: Content;
  taken: (id: string) => void;
  look?: "primary" | "plain";
  code?: string;
}

export function TakePhoto({ visitId, label, said, name, about, content, taken, look = "plain", code }: TakingProps) {
  const note = useNoting();
  const camera = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  const keep = async (file: File): Promise<string[]> => {
    const bytes = await shrunk(file).catch(() => undefined);
    if (!bytes) return [t("photo_unreadable")];
    const id = newId();
    const whole = { size: bytes.byteLength, sha256: await sha256(bytes), ...content };
    const failed = await note({ kind: "photo", visit_id: visitId, record_id: id, content: whole, about }, { id, bytes });
    if (!failed.length) taken(id);
    return failed;
  };
  const take = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    setBusy(true);
    setRefused(await keep(file));
    setBusy(false);
    input.value = "";
  };
  return (
    <>
      <input ref={camera} name={name} type="file" accept="image/*" capture="environment" class="sr-only" tabIndex={-1} aria-label={said} onChange={(event) => void take(event.currentTarget)} />
      <Button label={label} icon="camera" look={look} disabled={busy} press={() => camera.current?.click()} {...(code && { code })} />
      <Refusals reasons={refused} />
    </>
  );
}
