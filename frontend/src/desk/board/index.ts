// The dispatch board: dragging, placing by keyboard, undo, and what others do meanwhile.
import { startDrag } from "./drag";
import { send } from "./drop";
import { startKeys } from "./keys";
import { pieceOf, showWindow } from "./piece";
import { startWatch } from "./watch";

/** Make a board alive; it says so itself by `data-alive`. */
export function startPlanBoard(board: HTMLElement): void {
  const readout = board.querySelector("[data-readout]");
  const say = (text: string): void => {
    if (readout && readout.textContent !== text) readout.textContent = text;
  };
  let occupied = (): boolean => false;
  if ("plans" in board.dataset) {
    startDrag(board, say);
    occupied = startKeys(board, say);
    document.querySelector("[data-undo]")?.addEventListener("click", (event) => {
      const entry = (event.currentTarget as HTMLElement).dataset["entry"] ?? "";
      void send(board, board.dataset["undoUrl"] ?? "", { entry });
    });
  }
  const shown = (event: Event): void => {
    const piece = pieceOf(event.target as Element);
    if (piece && !occupied() && !board.matches(".pb-judging")) showWindow(board, piece);
  };
  board.addEventListener("pointerover", shown);
  board.addEventListener("focusin", shown);
  startWatch(board, occupied);
  board.dataset["alive"] = "";
}
