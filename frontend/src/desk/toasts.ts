// Short messages at the edge of the page: from the server, from refusals, from scripts.
import { onContent } from "./content";
import { icon, make } from "./elements";
import type { Refusal } from "./refusals";
import { word } from "./words";

export type Tone = "info" | "good" | "attention" | "bad";

const ICONS: Record<Tone, string> = {
  info: "info-circle",
  good: "circle-check",
  attention: "alert-triangle",
  bad: "alert-circle",
};
const SHOWN_MS = 6000;

function stack(): HTMLElement {
  let found = document.getElementById("toasts");
  if (!found) {
    found = make("div", { id: "toasts", class: "toasts", popover: "manual", "aria-live": "polite" });
    document.body.append(found);
  }
  // A popover shown last lies above an open dialog, which lies above everything else.
  if (found.matches(":popover-open")) found.hidePopover();
  found.showPopover?.();
  return found;
}

/** Show a message; a bad or attention one stays until it is closed. */
export function toast(tone: Tone, text: string, ...more: Node[]): void {
  const close = make("button", { type: "button", class: "note-close", "aria-label": word("close") }, icon("x"));
  const note = make(
    "div",
    { class: `note note-${tone}`, role: tone === "bad" ? "alert" : "status" },
    icon(ICONS[tone]),
    make("div", { class: "note-words" }, text, ...more),
    close,
  );
  close.addEventListener("click", () => note.remove());
  stack().append(note);
  leaveLater(note);
}

/** Show why something was refused, and the way on when the server named one. */
export function toastRefusal(refusal: Refusal): void {
  const more: Node[] = [];
  if (refusal.nextStep) more.push(make("div", {}, refusal.nextStep));
  if (refusal.nextUrl) more.push(make("div", {}, make("a", { href: refusal.nextUrl }, refusal.nextLabel || word("open"))));
  toast("bad", refusal.reason, ...more);
}

function leaveLater(note: Element): void {
  if (note.matches(".note-good, .note-info")) setTimeout(() => note.remove(), SHOWN_MS);
}

/** Listen for toasts that the server sends, as an event or as an element. */
export function startToasts(): void {
  const waiting = [...document.querySelectorAll("#toasts .note")];
  if (waiting.length) stack();
  waiting.forEach(leaveLater);
  document.addEventListener("toast", (event) => {
    const detail = (event as CustomEvent<{ tone?: Tone; text?: string; value?: string }>).detail;
    toast(detail.tone ?? "info", detail.text ?? detail.value ?? "");
  });
  onContent("[data-toast]", (element) => {
    const tone = (element.dataset["toast"] || "info") as Tone;
    toast(tone in ICONS ? tone : "info", element.textContent?.trim() ?? "");
    element.remove();
  });
  document.addEventListener("click", (event) => {
    (event.target as Element).closest(".note-close")?.closest(".note")?.remove();
  });
}
