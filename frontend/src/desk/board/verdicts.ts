// The verdicts of a drag: asked once for the whole board, painted over the rows, read out for a cell.
import { make } from "../elements";
import { readRefusal } from "../refusals";
import { toastRefusal } from "../toasts";
import { word } from "../words";
import { dayName, daysOf, type Cell, type Piece } from "./piece";

export type Kind = "first" | "reason" | "no";

/** What a drop on one person and day would meet. */
export interface Verdict {
  kind: Kind;
  word: string;
  sentence: string;
  start: string | null;
}

type Run = [number, Kind, string, string, string | null];

interface Told {
  best: string;
  work_hours: number;
  people: Record<string, Run[]>;
}

/** The verdicts for one piece, by person and day. */
export class Verdicts {
  constructor(private readonly told: Told) {}

  /** Return what a cell would meet; somebody who does not go on board has no verdict. */
  at(cell: Cell): Verdict | null {
    let day = cell.day;
    for (const [days, kind, short, sentence, start] of this.told.people[cell.staff] ?? []) {
      if (day < days) return { kind, word: short, sentence, start };
      day -= days;
    }
    return null;
  }

  /** Return who is proposed first, as people read it; empty where nobody can. */
  get best(): string {
    return this.told.best;
  }

  /** Return the row of the first person in a verdict's kind, of those that are shown. */
  firstRow(rows: HTMLElement[], kind: Kind): HTMLElement | undefined {
    return rows.find((row) => (this.told.people[row.dataset["staff"] ?? ""] ?? []).some((run) => run[1] === kind));
  }

  /** Paint every row of the board with its verdicts: colour, sign and word. */
  paint(board: HTMLElement): void {
    clearVerdicts(board);
    for (const row of board.querySelectorAll<HTMLElement>(".pb-row")) {
      const runs = this.told.people[row.dataset["staff"] ?? ""];
      const lane = row.querySelector(".pb-lane");
      if (!runs || !lane) continue;
      const over = make("div", { class: `pb-verdicts pn-${daysOf(board)}`, "aria-hidden": "true" });
      let begins = 1;
      for (const [days, kind, short, sentence] of runs) {
        const cell = make("span", { class: `pv pv-${kind}`, title: sentence }, make("span", {}, short));
        cell.style.gridColumn = `${begins} / span ${days}`;
        begins += days;
        over.append(cell);
      }
      lane.append(over);
    }
    board.classList.add("pb-judging");
  }
}

/** Take the verdicts off the board. */
export function clearVerdicts(board: HTMLElement): void {
  board.classList.remove("pb-judging");
  for (const over of board.querySelectorAll(".pb-verdicts")) over.remove();
}

/** Ask the server once for the verdicts on a piece; null when it refused, which has been said. */
export async function askVerdicts(board: HTMLElement, piece: Piece): Promise<Verdicts | null> {
  const url = new URL(board.dataset["verdictsUrl"] ?? "", location.href);
  url.searchParams.set("order", piece.order);
  if (piece.assignment) url.searchParams.set("assignment", piece.assignment);
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true", Accept: "application/json" } });
    if (answer.ok) return new Verdicts((await answer.json()) as Told);
    toastRefusal(readRefusal(answer.headers.get("Content-Type") ?? "", await answer.text(), word("request_failed")));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    toastRefusal({ reason: word("offline") });
  }
  return null;
}

/** Say in a sentence what a cell would meet. */
export function inWords(board: HTMLElement, cell: Cell, verdict: Verdict | null): string {
  const where = `${cell.name}, ${dayName(board, cell.day)}`;
  if (!verdict) return where;
  const start = verdict.start ? ` ${verdict.start.slice(11)}` : "";
  return `${where}${start}: ${verdict.word}. ${verdict.sentence}`;
}
