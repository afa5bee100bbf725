// Dropping: asks for the reason where the rules want one, sends, and shows what changed.
import { csrfToken, make } from "../elements";
import { readRefusal } from "../refusals";
import { toast, toastRefusal } from "../toasts";
import { word } from "../words";
import { clearVerdicts, type Verdict } from "./verdicts";
import { showWindow, type Cell, type Piece } from "./piece";

/** What the server sends of a board that changed. */
export interface Fragments {
  rows: Record<string, string>;
  loads: Record<string, string>;
  tray: string;
  count: number;
  mark: string;
  undo: number | null;
  told?: string;
}

/** Put what the server sent in its place. */
export function show(board: HTMLElement, parts: Fragments): void {
  for (const [staff, html] of Object.entries(parts.rows)) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const fresh = holder.content.firstElementChild;
    const row = board.querySelector(`.pb-row[data-staff="${staff}"]`);
    if (row && fresh && row.outerHTML !== fresh.outerHTML) row.replaceWith(fresh);
  }
  for (const [station, html] of Object.entries(parts.loads)) {
    const strip = board.querySelector(`[data-station="${station}"] [data-loads]`);
    if (strip) strip.innerHTML = html;
  }
  const tray = board.querySelector("[data-tray]");
  if (tray && tray.innerHTML !== parts.tray) tray.innerHTML = parts.tray;
  const count = board.querySelector("[data-tray-count]");
  if (count) count.textContent = String(parts.count);
  board.dataset["mark"] = parts.mark;
  const undo = document.querySelector<HTMLButtonElement>("[data-undo]");
  if (undo) {
    undo.disabled = parts.undo === null;
    undo.dataset["entry"] = String(parts.undo ?? "");
  }
  if (parts.told) toast("good", parts.told);
}

/** Fetch the board as it stands and show it. */
export async function refresh(board: HTMLElement): Promise<void> {
  const answer = await fetch(board.dataset["partUrl"] ?? "", { headers: { "HX-Request": "true" } });
  if (answer.ok) show(board, (await answer.json()) as Fragments);
}

/** Send a change; whether it was made. A refusal is said in words, and the board shown as it stands. */
export async function send(board: HTMLElement, url: string, values: Record<string, string>): Promise<boolean> {
  board.classList.add("pb-busy");
  try {
    const answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ ...values, mark: board.dataset["mark"] ?? "" }),
      headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true", Accept: "application/json" },
    });
    if (answer.ok) {
      show(board, (await answer.json()) as Fragments);
      return true;
    }
    toastRefusal(readRefusal(answer.headers.get("Content-Type") ?? "", await answer.text(), word("move_refused")));
    await refresh(board);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    toast("bad", word("offline"));
  } finally {
    board.classList.remove("pb-busy");
  }
  return false;
}

/** Let go of a piece on a cell; whether it was placed. */
export async function place(board: HTMLElement, piece: Piece, cell: Cell, verdict: Verdict | null): Promise<boolean> {
  clearVerdicts(board);
  showWindow(board, null);
  if (!verdict?.start) {
    toastRefusal({ reason: `${cell.name}: ${verdict?.sentence ?? word("move_refused")}` });
    return false;
  }
  const why = verdict.kind === "reason" ? await askReason(piece, cell, verdict, verdict.start) : { reason: "", start: verdict.start };
  if (!why) return false;
  return send(board, board.dataset["dropUrl"] ?? "", {
    order: piece.order,
    assignment: piece.assignment,
    version: piece.version,
    staff: cell.staff,
    starts_at: why.start,
    override_reason: why.reason,
    id: crypto.randomUUID(),
  });
}

interface Why {
  reason: string;
  start: string;
}

function askReason(piece: Piece, cell: Cell, verdict: Verdict, begins: string): Promise<Why | null> {
  const start = make("input", { class: "form-control", type: "datetime-local", id: "drop-start", name: "starts_at", value: begins, required: true });
  const reason = make("textarea", { class: "form-control", id: "drop-reason", name: "override_reason", rows: "2", maxlength: "300", required: true });
  const no = make("button", { type: "button", class: "btn btn-secondary" }, word("cancel"));
  const yes = make("button", { type: "submit", class: "btn btn-primary" }, word("confirm"));
  const form = make(
    "form",
    { method: "dialog" },
    make(
      "div",
      { class: "sheet-body" },
      make("p", {}, `${piece.label} → ${cell.name}`),
      make("p", { class: "text-secondary" }, verdict.sentence),
      make("div", { class: "field" }, make("label", { class: "field-label", for: "drop-start" }, word("drop_start")), start),
      make("div", { class: "field" }, make("label", { class: "field-label", for: "drop-reason" }, word("drop_reason")), reason),
    ),
    make("div", { class: "sheet-foot" }, no, yes),
  );
  const dialog = make("dialog", { class: "sheet sheet-sm", "data-drop-reason": true, "aria-label": word("drop_reason") }, form);
  document.body.append(dialog);
  dialog.showModal();
  reason.focus();
  return new Promise((resolve) => {
    const settle = (answer: Why | null): void => {
      dialog.remove();
      resolve(answer);
    };
    no.addEventListener("click", () => settle(null));
    dialog.addEventListener("cancel", () => settle(null));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      settle({ reason: reason.value.trim(), start: start.value });
    });
  });
}
