// Photos of a line: taken as photos of the visit, named in the form by their ids.
import { TakePhoto } from "../parts/taking";
import { Shown } from "../sections/photos";
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
  const { visit, form } = filling;
  const value = form.values[field.key];
  const ids = ((pile ? (value as Record<string, string[]> | undefined)?.[pile] : value) ?? []) as string[];
  const photos = visit.photos.filter((one) => ids.includes(one.id));
  const caption = say(field.label).slice(0, 200);
  const taken = (id: string) => filling.put(field.key, pile ? { ...(value as object), [pile]: [...ids, id] } : [...ids, id]);
  const label = pile ? `${t("photo_take")} · ${named("moment", pile)}` : t("photo_take");
  return (
    <>
      <ul class="photos">
        {photos.map((photo) => (
          <Shown key={photo.id} photo={photo} />
        ))}
      </ul>
      {open && ids.length < MOST && (
        <TakePhoto
          visitId={visit.id}
          label={label}
          said={`${caption} ${label}`}
          name={`${field.key}.${pile || "photo"}`}
          about={caption}
          content={{ moment: pile || "during", caption }}
          taken={taken}
        />
      )}
    </>
  );
}
