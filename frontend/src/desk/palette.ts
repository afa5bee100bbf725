// The search palette: Ctrl/⌘ K, places of the rail at once, records from the server while typing, arrows and Enter.
import { csrfToken, icon, make } from "./elements";
import { word } from "./words";

const TYPING_PAUSE_MS = 180;
const PLACES_SHOWN = 6;

interface Place {
  label: string;
  url: string;
  icon: string;
}

let timer = 0;
let latest = 0;

function dialog(): HTMLDialogElement | null {
  return document.getElementById("palette") as HTMLDialogElement | null;
}

function places(query: string): Place[] {
  const wanted = query.toLowerCase();
  return [...document.querySelectorAll<HTMLAnchorElement>("#rail [data-place], [data-quick-add] a")]
    .map((link) => ({
      label: (link.querySelector(".rail-label") ?? link).textContent?.trim() ?? "",
      url: link.getAttribute("href") ?? "",
      icon: link.dataset["place"] || "arrow-narrow-right",
    }))
    .filter((place) => place.label.toLowerCase().includes(wanted))
    .slice(0, wanted ? PLACES_SHOWN : undefined);
}

function drawPlaces(box: HTMLElement, query: string): void {
  const found = places(query);
  box.replaceChildren(
    ...(found.length ? [make("div", { class: "menu-title" }, word("go_to"))] : []),
    ...found.map((place) =>
      make("a", { class: "palette-item", role: "option", href: place.url }, icon(place.icon), make("span", {}, place.label)),
    ),
  );
}

async function drawRecords(box: HTMLElement, url: string, query: string): Promise<void> {
  const turn = ++latest;
  if (!query || !url) {
    box.replaceChildren();
    return;
  }
  const answer = await fetch(`${url}?q=${encodeURIComponent(query)}`, {
    headers: { "HX-Request": "true", "X-CSRFToken": csrfToken() },
  });
  const html = await answer.text();
  if (turn !== latest) return;
  if (answer.ok) box.innerHTML = html;
  else box.replaceChildren(make("p", { class: "menu-title" }, word("request_failed")));
  mark(0);
}

function items(): HTMLElement[] {
  return [...(dialog()?.querySelectorAll<HTMLElement>(".palette-item") ?? [])];
}

function mark(index: number): void {
  const all = items();
  const chosen = (index + all.length) % (all.length || 1);
  all.forEach((item, position) => item.setAttribute("aria-selected", String(position === chosen)));
  all[chosen]?.scrollIntoView({ block: "nearest" });
}

function onKey(event: KeyboardEvent): void {
  const all = items();
  const at = all.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") mark(at + 1);
  else if (event.key === "ArrowUp") mark(at - 1);
  else if (event.key === "Enter" && !event.isComposing) (all[at] ?? all[0])?.click();
  // A search field would only empty itself on the first Escape.
  else if (event.key === "Escape") dialog()?.close();
  else return;
  event.preventDefault();
}

function search(box: HTMLDialogElement, query: string): void {
  const near = box.querySelector<HTMLElement>("[data-palette-places]");
  const far = box.querySelector<HTMLElement>("[data-palette-records]");
  if (near) drawPlaces(near, query);
  mark(0);
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    if (far) void drawRecords(far, box.dataset["url"] ?? "", query);
  }, TYPING_PAUSE_MS);
}

function open(): void {
  const box = dialog();
  if (!box || box.open) return;
  box.showModal();
  const input = box.querySelector<HTMLInputElement>("input");
  input?.select();
  search(box, input?.value.trim() ?? "");
}

/** Listen for the shortcut, the search button and typing. */
export function startPalette(): void {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-palette-open]")) open();
  });
  const hint = document.querySelector(".bar-search kbd");
  if (hint && /Mac|iPhone|iPad/.test(navigator.userAgent)) hint.textContent = "⌘ K";
  const box = dialog();
  const input = box?.querySelector("input");
  if (!box || !input) return;
  input.addEventListener("input", () => search(box, input.value.trim()));
  input.addEventListener("keydown", onKey);
}
