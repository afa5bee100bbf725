// Photos of before, during and after the work; kept here until the server has the whole of each.
import { useEffect, useRef, useState } from "preact/hooks";
import { Button, Mark, Refusals, Segments, Select, Text } from "../parts/controls";
import { useDeck, useNoting, useVault } from "../parts/deck";
import { shrunk } from "../parts/shrinking";
import type { Photo } from "../pack/shapes";
import { newId } from "../store/ids";
import { sha256 } from "../store/sealing";
import { moment, named, t } from "../words";
import type { SectionProps } from "./index";

const MOMENTS = ["before", "during", "after"];

export function Photos({ visit, open }: SectionProps) {
  const note = useNoting();
  const camera = useRef<HTMLInputElement>(null);
  const [when, setWhen] = useState("during");
  const [caption, setCaption] = useState("");
  const [step, setStep] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setRefused([]);
    let bytes: ArrayBuffer;
    try {
      bytes = await shrunk(file);
    } catch {
      setRefused([t("photo_unreadable")]);
      setBusy(false);
      return;
    }
    const id = newId();
    const content = { size: bytes.byteLength, sha256: await sha256(bytes), moment: when, caption: caption.trim(), ...(step && { step_id: step }) };
    const about = caption.trim() || named("moment", when);
    const failed = await note({ kind: "photo", visit_id: visit.id, record_id: id, content, about }, { id, bytes });
    setRefused(failed);
    setBusy(false);
    if (!failed.length) setCaption("");
  };
  return (
    <>
      {open && (
        <div class="form card">
          <Segments label={t("moment")} name="moment" value={when} change={setWhen} options={MOMENTS.map((value) => ({ value, label: named("moment", value) }))} />
          <Text label={t("caption")} name="caption" hint={t("optional")} value={caption} change={setCaption} most={200} />
          <Select
            label={t("of_step")}
            name="step"
            value={step}
            change={setStep}
            options={visit.steps.map((one) => ({ value: one.id, label: `${one.place}. ${one.text}` }))}
          />
          <input
            ref={camera}
            type="file"
            accept="image/*"
            capture="environment"
            class="sr-only"
            tabIndex={-1}
            aria-label={t("photo_take")}
            onChange={(event) => {
              const input = event.currentTarget;
              void take(input.files?.[0]).then(() => {
                input.value = "";
              });
            }}
          />
          <Button label={t("photo_take")} icon="camera" look="primary" disabled={busy} press={() => camera.current?.click()} code="photo" />
          <Refusals reasons={refused} />
        </div>
      )}
      {visit.photos.length === 0 && <p class="soft">{t("none")}</p>}
      <ul class="photos">
        {visit.photos.map((photo) => (
          <Shown key={photo.id} photo={photo} />
        ))}
      </ul>
    </>
  );
}

export function Shown({ photo }: { photo: Photo }) {
  const vault = useVault();
  const { sender } = useDeck();
  const [address, setAddress] = useState("");
  const here = vault.photos.get(photo.id);
  useEffect(() => {
    let made = "";
    if (here !== undefined) {
      void vault.photoBytes(photo.id).then((bytes) => {
        if (!bytes) return;
        made = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
        setAddress(made);
      });
    } else if (photo.file_id) setAddress(`/files/${photo.file_id}/320.webp`);
    return () => {
      if (made) URL.revokeObjectURL(made);
    };
  }, [photo.id, here, photo.file_id]);
  const received = sender.progress.get(photo.id);
  return (
    <li data-photo={photo.id} data-here={here !== undefined}>
      {address ? <img src={address} alt={photo.caption || named("moment", photo.moment)} /> : <div class="no-picture" />}
      <p>{photo.caption || named("moment", photo.moment)}</p>
      <p class="soft tabular">{moment(photo.taken_at)}</p>
      {here === undefined ? (
        <Mark tone="good">{t("photo_arrived")}</Mark>
      ) : received ? (
        <Mark tone="active">{t("photo_bytes", { received: Math.round(received / 1000), size: Math.round(here / 1000) })}</Mark>
      ) : (
        <Mark tone="attention">{t("photo_here")}</Mark>
      )}
    </li>
  );
}
