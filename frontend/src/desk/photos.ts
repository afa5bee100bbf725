// File drop: thumbnails, removal, size limits, and photos made smaller on the device before they travel.
import { icon, make } from "./elements";
import { word } from "./words";

const LONGEST_SIDE_PX = 2048;
const JPEG_QUALITY = 0.85;
const WORTH_SHRINKING_BYTES = 600_000;
const BYTES_PER_MB = 1_048_576;

/** Return a smaller JPEG of a large photo; anything else, or what this browser cannot read, comes back as it is. */
export async function shrunk(file: File): Promise<File> {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < WORTH_SHRINKING_BYTES) return file;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (error) {
    // An unreadable picture is for the server to judge, which answers with a reason.
    if (error instanceof DOMException) return file;
    throw error;
  }
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(bitmap.width, bitmap.height));
  const canvas = make("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg", lastModified: file.lastModified });
}

function thumbnail(file: File): HTMLElement {
  if (!file.type.startsWith("image/")) return make("div", { class: "drop-kind" }, icon("file"));
  const url = URL.createObjectURL(file);
  const image = make("img", { src: url, alt: "" });
  image.addEventListener("load", () => URL.revokeObjectURL(url), { once: true });
  return image;
}

class Drop {
  private files: File[] = [];
  private readonly list = make("ul", { class: "drop-list" });
  private readonly complaint = make("div", { class: "drop-refused", role: "alert" });

  constructor(
    private readonly box: HTMLElement,
    private readonly input: HTMLInputElement,
  ) {
    box.after(this.list, this.complaint);
    input.addEventListener("change", () => void this.add([...(input.files ?? [])]));
    for (const name of ["dragenter", "dragover"]) box.addEventListener(name, () => box.classList.add("drop-over"));
    for (const name of ["dragleave", "drop"]) box.addEventListener(name, () => box.classList.remove("drop-over"));
    input.form?.addEventListener("reset", () => this.keep([]));
  }

  private async add(chosen: File[]): Promise<void> {
    const limit = Number(this.box.dataset["maxMb"] ?? 20) * BYTES_PER_MB;
    this.box.setAttribute("aria-busy", "true");
    const ready = await Promise.all(chosen.map(shrunk));
    this.box.removeAttribute("aria-busy");
    const tooLarge = ready.filter((file) => file.size > limit);
    this.complaint.textContent = tooLarge.length
      ? word("file_too_large", tooLarge.map((file) => file.name).join(", "))
      : "";
    const fitting = ready.filter((file) => file.size <= limit);
    this.keep(this.input.multiple ? [...this.files, ...fitting] : fitting.slice(0, 1));
  }

  private keep(files: File[]): void {
    this.files = files;
    const carrier = new DataTransfer();
    for (const file of files) carrier.items.add(file);
    this.input.files = carrier.files;
    this.list.replaceChildren(...files.map((file) => this.item(file)));
  }

  private item(file: File): HTMLElement {
    const remove = make("button", { type: "button", "aria-label": word("remove_file", file.name) }, icon("x"));
    remove.addEventListener("click", () => this.keep(this.files.filter((other) => other !== file)));
    return make("li", { class: "drop-item" }, thumbnail(file), make("span", { title: file.name }, file.name), remove);
  }
}

/** Give a file drop its thumbnails and its on-device shrinking. */
export function startDrop(box: HTMLElement): void {
  const input = box.querySelector<HTMLInputElement>("input[type=file]");
  if (input) new Drop(box, input);
}
