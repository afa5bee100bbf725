// Photos of before, during and after the work; kept here until the server has the whole of each.
import { useEffect, useState } from "preact/hooks";
import { Mark, Segments, Select, Text } from "../parts/controls";
import { useDeck, useVault } from "../parts/deck";
import { TakePhoto } from "../parts/taking";
import type { Photo } from "../pack/shapes";
import { moment, named, t } from "../words";
import type { SectionProps } from "./index";

const MOMENTS = ["before", "during", "after"];

export function Photos({ visit, open }: SectionProps) {
  const [when, setWhen] = useState("during");
  const [caption, setCaption] = useState("");
  const [step, setStep] = useState("");
  const said = caption.trim();
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
          <TakePhoto
            visitId={visit.id}
            label={t("photo_take")}
            said={t("photo_take")}
            name="photo"
            about={said || named("moment", when)}
            content={{ moment: when, caption: said, ...(step && { step_id: step }) }}
            taken={() => setCaption("")}
            look="primary"
            code="photo"
          />
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
