// Placing by keyboard: Enter picks up, arrows choose person and day, Enter places, Escape leaves it where it was.
import { word } from "../words";
import { place } from "./drop";
import { cellOf, daysOf, pieceOf, rowsOf, showWindow, type Cell, type Piece } from "./piece";
import { askVerdicts, clearVerdicts, inWords, type Verdicts } from "./verdicts";

interface Placing {
  piece: Piece;
  verdicts: Verdicts;
  row: number;
  day: number;
}

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function within(value: number, count: number): number {
  return Math.min(Math.max(value, 0), count - 1);
}

function firstFit(board: HTMLElement, verdicts: Verdicts): [number, number] {
  const rows = rowsOf(board);
  for (const kind of ["first", "reason"] as const) {
    for (let day = 0; day < daysOf(board); day++) {
      const row = rows.findIndex((one) => verdicts.at(cellOf(one, day))?.kind === kind);
      if (row >= 0) return [row, day];
    }
  }
  return [0, 0];
}

/** Let orders be placed without a pointer. */
export function startKeys(board: HTMLElement, say: (text: string) => void): () => boolean {
  let placing: Placing | null = null;

  function cell(now: Placing): Cell | null {
    const row = rowsOf(board)[now.row];
    return row ? cellOf(row, now.day) : null;
  }

  function point(now: Placing): void {
    board.querySelector(".pb-cursor")?.remove();
    const here = cell(now);
    const over = here?.row.querySelector(".pb-verdicts");
    if (!here || !over) return;
    const cursor = document.createElement("span");
    cursor.className = "pb-cursor";
    cursor.style.gridColumn = String(now.day + 1);
    over.append(cursor);
    cursor.scrollIntoView({ block: "nearest", inline: "nearest" });
    say(inWords(board, here, now.verdicts.at(here)));
  }

  function leave(said: string): void {
    placing?.piece.from.classList.remove("pb-lifted");
    placing = null;
    clearVerdicts(board);
    showWindow(board, null);
    say(said);
  }

  async function pick(piece: Piece): Promise<void> {
    say(word("board_asking"));
    const verdicts = await askVerdicts(board, piece);
    if (!verdicts) return;
    verdicts.paint(board);
    showWindow(board, piece);
    piece.from.classList.add("pb-lifted");
    const [row, day] = firstFit(board, verdicts);
    placing = { piece, verdicts, row, day };
    board.querySelector<HTMLElement>("[data-frame]")?.focus({ preventScroll: true });
    point(placing);
  }

  async function settle(now: Placing): Promise<void> {
    const here = cell(now);
    if (!here) return;
    const verdict = now.verdicts.at(here);
    if (!verdict?.start) {
      say(inWords(board, here, verdict));
      return;
    }
    leave("");
    const placed = await place(board, now.piece, here, verdict);
    if (!placed) say(word("board_left"));
    board.querySelector<HTMLElement>(`.pb-row[data-staff="${here.staff}"] [data-order="${now.piece.order}"]`)?.focus();
  }

  board.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-pick]");
    const piece = button && pieceOf(button);
    if (piece) void pick(piece);
  });

  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (!placing) {
      const bar = (event.target as Element).closest<HTMLElement>(".pb-bar[data-order]");
      const piece = event.key === "Enter" && !event.ctrlKey && bar ? pieceOf(bar) : null;
      if (!piece) return;
      event.preventDefault();
      void pick(piece);
      return;
    }
    const step = STEPS[event.key];
    if (step) {
      placing.row = within(placing.row + step[0], rowsOf(board).length);
      placing.day = within(placing.day + step[1], daysOf(board));
      point(placing);
    } else if (event.key === "Enter") void settle(placing);
    else if (event.key === "Escape") {
      const { from } = placing.piece;
      leave(word("board_left"));
      (from.matches("a") ? from : from.querySelector<HTMLElement>("[data-pick]"))?.focus();
    } else return;
    event.preventDefault();
  });

  return () => placing !== null;
}
