// Dragging by pointer: the verdict is there before the drop, and stands in words above the board.
import { word } from "../words";
import { place } from "./drop";
import { cellAt, pieceOf, rowsOf, showWindow, type Piece } from "./piece";
import { askVerdicts, clearVerdicts, inWords, type Verdicts } from "./verdicts";

interface Drag {
  piece: Piece;
  asked: Promise<Verdicts | null>;
  verdicts: Verdicts | null;
}

/** Let cards and bars be dragged onto people and days. */
export function startDrag(board: HTMLElement, say: (text: string) => void): void {
  let drag: Drag | null = null;

  board.addEventListener("dragstart", (event) => {
    const piece = pieceOf(event.target as Element);
    if (!piece || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", piece.label);
    piece.from.classList.add("pb-lifted");
    const begun: Drag = { piece, asked: askVerdicts(board, piece), verdicts: null };
    drag = begun;
    showWindow(board, piece);
    void begun.asked.then((verdicts) => {
      begun.verdicts = verdicts;
      if (drag !== begun || !verdicts) return;
      verdicts.paint(board);
      if (verdicts.best) say(word("board_first", verdicts.best));
      // From the tray the board may roll to whoever is proposed first; a bar would be lost from under the pointer.
      if (!piece.assignment) verdicts.firstRow(rowsOf(board), "first")?.scrollIntoView({ block: "center", behavior: rolling() });
    });
  });

  board.addEventListener("dragover", (event) => {
    const cell = drag && cellAt(board, event.target, event.clientX);
    if (!drag || !cell) return;
    const verdict = drag.verdicts?.at(cell) ?? null;
    say(inWords(board, cell, verdict));
    // A refused cell takes the drop as well, so that the refusal is said and not just felt.
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "move";
  });

  board.addEventListener("drop", (event) => {
    const cell = drag && cellAt(board, event.target, event.clientX);
    if (!drag || !cell) return;
    event.preventDefault();
    const { piece, asked } = drag;
    void asked.then((verdicts) => (verdicts ? place(board, piece, cell, verdicts.at(cell)) : false));
  });

  board.addEventListener("dragend", () => {
    drag?.piece.from.classList.remove("pb-lifted");
    drag = null;
    clearVerdicts(board);
    showWindow(board, null);
  });
}

/** How the board rolls: softly, or at once for those who asked their device for less motion. */
function rolling(): ScrollBehavior {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}
