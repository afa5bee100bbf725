// What is being placed, and where on the board a point lies.

/** An order from the tray, or a promise that is moved. */
export interface Piece {
  order: string;
  assignment: string;
  version: string;
  label: string;
  opens: number;
  closes: number;
  from: HTMLElement;
}

/** One person's day. */
export interface Cell {
  row: HTMLElement;
  staff: string;
  name: string;
  day: number;
}

const DAY_S = 86_400;

/** Read a piece from the card or bar that carries it; null where it cannot be moved. */
export function pieceOf(element: Element | null): Piece | null {
  const from = element?.closest<HTMLElement>("[data-order]");
  if (!from) return null;
  const { order = "", bar = "", version = "", label = "", opens = "0", closes = "0" } = from.dataset;
  return { order, assignment: bar, version, label, opens: Number(opens), closes: Number(closes), from };
}

/** Return how many days the board shows. */
export function daysOf(board: HTMLElement): number {
  return Number(board.dataset["days"] ?? 7);
}

/** Return the rows that are not folded away, in order. */
export function rowsOf(board: HTMLElement): HTMLElement[] {
  return [...board.querySelectorAll<HTMLElement>("details[open] .pb-row")];
}

/** Return a row's cell. */
export function cellOf(row: HTMLElement, day: number): Cell {
  return { row, staff: row.dataset["staff"] ?? "", name: row.dataset["name"] ?? "", day };
}

/** Return the cell under a point, if there is one. */
export function cellAt(board: HTMLElement, target: EventTarget | null, x: number): Cell | null {
  const row = (target as Element | null)?.closest<HTMLElement>(".pb-row");
  const lane = row?.querySelector(".pb-lane");
  if (!row || !lane) return null;
  const box = lane.getBoundingClientRect();
  const day = Math.floor(((x - box.left) / box.width) * daysOf(board));
  return day >= 0 && day < daysOf(board) ? cellOf(row, day) : null;
}

/** Return a day of the board as people read it. */
export function dayName(board: HTMLElement, day: number): string {
  const first = Number(board.dataset["first"] ?? 0);
  const words = new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: "short", month: "numeric", day: "numeric", timeZone: "Asia/Shanghai",
  });
  return words.format(new Date((first + day * DAY_S) * 1000));
}

/** Show when the ship lies in port, as a band over the days; without a piece, take it away. */
export function showWindow(board: HTMLElement, piece: Piece | null): void {
  const columns = board.querySelector<HTMLElement>("[data-columns]");
  columns?.querySelector(".pb-window")?.remove();
  if (!columns || !piece || !piece.closes) return;
  const first = Number(board.dataset["first"] ?? 0);
  const whole = daysOf(board) * DAY_S;
  const left = Math.max(0, (piece.opens - first) / whole);
  const right = Math.min(1, (piece.closes - first) / whole);
  if (right <= left) return;
  const band = document.createElement("span");
  band.className = "pb-window";
  band.style.insetInlineStart = `${left * 100}%`;
  band.style.width = `${(right - left) * 100}%`;
  columns.append(band);
}
