// The board: a card is dragged or moved by its menu, the server gives the verdict, a refused card goes back.
import Sortable from "sortablejs";
import { contentArrived } from "./content";
import { openRemoteDialog } from "./dialogs";
import { csrfToken, icon, make } from "./elements";
import { readRefusal } from "./refusals";
import { toast, toastRefusal } from "./toasts";
import { word } from "./words";

interface Verdict {
  counts?: Record<string, number>;
  version?: number;
  html?: string;
}

interface Place {
  lane: HTMLElement;
  before: Element | null;
}

function stateOf(lane: HTMLElement): string {
  return lane.dataset["lane"] ?? "";
}

function mayEnter(card: HTMLElement, lane: HTMLElement): boolean {
  const allowed = (card.dataset["allowed"] ?? "").split(" ");
  return card.closest("[data-lane]") === lane || allowed.includes(stateOf(lane));
}

function lanesOf(board: HTMLElement): HTMLElement[] {
  return [...board.querySelectorAll<HTMLElement>("[data-lane]")];
}

function cardsOf(lane: HTMLElement): HTMLElement | null {
  return lane.querySelector<HTMLElement>(".lane-cards");
}

function showLawful(board: HTMLElement, card: HTMLElement | null): void {
  for (const lane of lanesOf(board)) {
    const own = card?.closest("[data-lane]") === lane;
    lane.classList.toggle("lane-allowed", card !== null && !own && mayEnter(card, lane));
    lane.classList.toggle("lane-barred", card !== null && !own && !mayEnter(card, lane));
  }
}

function showCount(lane: HTMLElement, count: number): void {
  const pill = lane.querySelector("[data-count]");
  if (pill) pill.textContent = String(count);
  const limit = Number(lane.dataset["limit"] ?? 0);
  lane.classList.toggle("lane-over", limit > 0 && count > limit);
}

function recount(board: HTMLElement, from: HTMLElement, to: HTMLElement, verdict: Verdict): void {
  if (verdict.counts) {
    for (const lane of lanesOf(board)) {
      const count = verdict.counts[stateOf(lane)];
      if (count !== undefined) showCount(lane, count);
    }
    return;
  }
  for (const [lane, change] of [[from, -1], [to, +1]] as const) {
    showCount(lane, Number(lane.querySelector("[data-count]")?.textContent ?? 0) + change);
  }
}

function replaceCard(card: HTMLElement, verdict: Verdict): void {
  if (verdict.version !== undefined) card.dataset["version"] = String(verdict.version);
  if (!verdict.html) return;
  const holder = document.createElement("template");
  holder.innerHTML = verdict.html;
  const fresh = holder.content.firstElementChild;
  if (!(fresh instanceof HTMLElement)) return;
  card.replaceWith(fresh);
  contentArrived(fresh);
}

async function verdictOn(board: HTMLElement, card: HTMLElement, lane: HTMLElement): Promise<Verdict | null> {
  const next = card.nextElementSibling as HTMLElement | null;
  const body = new URLSearchParams({
    id: card.dataset["id"] ?? "",
    to: stateOf(lane),
    before: next?.dataset["id"] ?? "",
    version: card.dataset["version"] ?? "",
  });
  const answer = await fetch(board.dataset["moveUrl"] ?? "", {
    method: "POST",
    body,
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
  });
  const type = answer.headers.get("Content-Type") ?? "";
  if (answer.ok) return type.includes("json") ? ((await answer.json()) as Verdict) : {};
  const refusal = readRefusal(type, await answer.text(), word("move_refused"));
  if (refusal.formUrl) await openRemoteDialog(refusal.formUrl, refusal.reason);
  else toastRefusal(refusal);
  return null;
}

async function settle(board: HTMLElement, card: HTMLElement, from: Place, lane: HTMLElement): Promise<void> {
  card.classList.add("ticket-busy");
  try {
    const verdict = await verdictOn(board, card, lane);
    if (verdict) {
      if (from.lane !== lane) recount(board, from.lane, lane, verdict);
      replaceCard(card, verdict);
    } else {
      cardsOf(from.lane)?.insertBefore(card, from.before);
    }
  } catch (error) {
    // fetch rejects with TypeError when there is no connection; anything else is a fault of ours.
    cardsOf(from.lane)?.insertBefore(card, from.before);
    if (!(error instanceof TypeError)) throw error;
    toast("bad", word("offline"));
  } finally {
    card.classList.remove("ticket-busy");
  }
}

function drag(board: HTMLElement, lane: HTMLElement): void {
  const cards = cardsOf(lane);
  if (!cards) return;
  let from: Place = { lane, before: null };
  Sortable.create(cards, {
    group: {
      name: "board",
      put: (to, _from, card) => mayEnter(card, to.el.closest<HTMLElement>("[data-lane]") ?? lane),
    },
    draggable: "[data-card]",
    filter: "button, summary",
    preventOnFilter: false,
    animation: 140,
    delay: 160,
    delayOnTouchOnly: true,
    ghostClass: "ticket-ghost",
    onStart: (event) => {
      from = { lane, before: event.item.nextElementSibling };
      showLawful(board, event.item);
    },
    onEnd: (event) => {
      showLawful(board, null);
      const target = event.to.closest<HTMLElement>("[data-lane]");
      const moved = event.from !== event.to || event.oldIndex !== event.newIndex;
      if (target && moved) void settle(board, event.item, from, target);
    },
  });
}

function openMoveMenu(board: HTMLElement, card: HTMLElement): void {
  const own = card.closest<HTMLElement>("[data-lane]");
  const lawful = lanesOf(board).filter((lane) => lane !== own && mayEnter(card, lane));
  const dialog = make("dialog", { class: "sheet sheet-sm" });
  const list = make("div", { class: "sheet-body" }, make("div", { class: "menu-title" }, word("move_to")));
  for (const lane of lawful) {
    const button = make("button", { type: "button", class: "menu-item" }, icon("arrow-narrow-right"), lane.dataset["label"]);
    button.addEventListener("click", () => {
      dialog.close();
      const from: Place = { lane: own ?? lane, before: card.nextElementSibling };
      cardsOf(lane)?.prepend(card);
      void settle(board, card, from, lane);
    });
    list.append(button);
  }
  if (!lawful.length) list.append(make("p", { class: "text-faint mb-0 px-2" }, word("no_move")));
  dialog.append(list);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Make a board's cards movable by pointer, touch and keyboard. */
export function startBoard(board: HTMLElement): void {
  for (const lane of lanesOf(board)) drag(board, lane);
  board.addEventListener("click", (event) => {
    const card = (event.target as Element).closest("[data-move]")?.closest<HTMLElement>("[data-card]");
    if (card) openMoveMenu(board, card);
  });
}
