// The moves of a visit that are made on board, as the server's table has them.
import type { VisitState } from "../pack/shapes";

export interface Move {
  name: string;
  from: readonly VisitState[];
  to: VisitState;
  stamp?: "accepted_at" | "set_out_at" | "arrived_at" | "began_at" | "finished_at";
  primary: boolean;
}

export const UNSIGNED: readonly VisitState[] = [
  "assigned",
  "accepted",
  "travelling",
  "arrived",
  "working",
  "waiting",
  "work_done",
];

export const UNDER_WAY: readonly VisitState[] = ["travelling", "arrived", "working", "waiting"];

export const MOVES: readonly Move[] = [
  { name: "accept", from: ["assigned"], to: "accepted", stamp: "accepted_at", primary: true },
  { name: "set_out", from: ["accepted"], to: "travelling", stamp: "set_out_at", primary: true },
  { name: "arrive", from: ["travelling", "accepted"], to: "arrived", stamp: "arrived_at", primary: true },
  { name: "begin", from: ["arrived", "waiting"], to: "working", stamp: "began_at", primary: true },
  { name: "wait", from: ["working"], to: "waiting", primary: false },
  { name: "finish", from: ["working"], to: "work_done", stamp: "finished_at", primary: true },
  { name: "resume", from: ["work_done"], to: "working", primary: false },
  { name: "abort", from: UNSIGNED, to: "aborted", primary: false },
];

/** Return the moves that lead on from a state. */
export function movesFrom(state: VisitState): Move[] {
  return MOVES.filter((move) => move.from.includes(state));
}
