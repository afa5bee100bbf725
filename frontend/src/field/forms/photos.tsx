// Photos of a line: taken as photos of the visit, named in the form by their ids.
import { useRef, useState } from "preact/hooks";
import { Button, Refusals } from "../parts/controls";
import { useNoting } from "../parts/deck";
import { shrunk } from "../parts/shrinking";
import { Shown } from "../sections/photos";
import { newId } from "../store/ids";
import { sha256 } from "../store/sealing";
import { named, t } from "../words";
import { type Field, say } from "./definition";
import type { Filling } from "./screen";

const MOST = 12;
type Pile = "" | "before" | "after";

export function FormPhotos({ field, filling, open }: { field: Field; filling: Filling; open: boolean }) {
  const piles: Pile[] = field.pair ? ["before", "after"] : [""];
  return (
    <>
      {piles.map((pile) => (
        <PhotoPile key={pile} field={field} filling={filling} pile={pile} open={open} />
      ))}
    </>
  );
}

function PhotoPile({ field, filling, pile, open }: { field: Field; filling: Filling; pile: Pile; open: boolean }) {
  const note = useNoting();
  const camera = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  const { visit, form } = filling;
  const value = form.values[field.key];
  const ids = ((pile ? (value as Record<string, string[]> | undefined)?.[pile] : value) ?? []) as string[];
  const photos = visit.photos.filter((one) => ids.includes(one.id));
  const keep = async (file: File) => {
    const bytes = await shrunk(file).catch(() => undefined);
    if (!bytes) return [t("photo_unreadable")];
    const id = newId();
    const caption = say(field.label).slice(0, 200);
    const content = { size: bytes.byteLength, sha256: await sha256(bytes), moment: pile || "during", caption };
    const failed = await note({ kind: "photo", visit_id: visit.id, record_id: id, content, about: caption }, { id, bytes });
    if (!failed.length) filling.put(field.key, pile ? { ...(value as object), [pile]: [...ids, id] } : [...ids, id]);
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
  const label = pile ? `${t("photo_take")} · ${named("moment", pile)}` : t("photo_take");
  return (
    <>
      <ul class="photos">
        {photos.map((photo) => (
          <Shown key={photo.id} photo={photo} />
        ))}
      </ul>
      {open && ids.length < MOST && (
        <>
          <input
            ref={camera}
            name={`${field.key}.${pile || "photo"}`}
            type="file"
            accept="image/*"
            capture="environment"
            class="sr-only"
            tabIndex={-1}
            aria-label={`${say(field.label)} ${label}`}
            onChange={(event) => void take(event.currentTarget)}
          />
          <Button label={label} icon="camera" disabled={busy} press={() => camera.current?.click()} />
        </>
      )}
      <Refusals reasons={refused} />
    </>
  );
}
