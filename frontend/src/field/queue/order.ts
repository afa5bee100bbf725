// The order of commands, pure: numbers without gaps, what goes next, what a verdict changes, what a restored server needs.
import type { Command, Deed, Verdict } from "./command";

export const PARCEL = 100;
export const PARCEL_CHARACTERS = 1_500_000;
export const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

/** Return a deed as the next command; it names the own change of the same record that the pack does not hold yet. */
export function numbered(deed: Deed, queue: readonly Command[], id: string, madeAt: string, through: number, last = 0): Command {
  const number = Math.max(last, queue.at(-1)?.number ?? 0) + 1;
  const before = queue.findLast(
    (one) => one.number > through && one.record_id !== undefined && one.record_id === deed.record_id && versioned(one) && alive(one),
  );
  return { ...deed, id, number, made_at: madeAt, state: "here", ...(before && { after: before.id }) };
}

/** Whether a command stands: it was not refused, nor does it conflict. */
export function alive(command: Command): boolean {
  return command.state === "here" || command.state === "sent" || command.state === "done";
}

/** Whether what a command leaves behind has a version of its own, which the next one can name. */
function versioned(command: Command): boolean {
  return ["step", "finding", "part", "form", "form_signed"].includes(command.kind);
}

/** Whether a command has no verdict yet. */
export function waiting(command: Command): boolean {
  return command.state === "here" || command.state === "sent";
}

/** Whether somebody has to look at what became of it. */
export function asksForSomebody(command: Command): boolean {
  return !alive(command) && !command.settled;
}

/** Return the next parcel from a number on: in order, of bounded size, and no signature before the photos it covers. */
export function parcel(queue: readonly Command[], next: number, photosHere: ReadonlySet<string>): Command[] {
  const chosen: Command[] = [];
  let room = PARCEL_CHARACTERS;
  for (const command of queue) {
    if (command.number < next) continue;
    if (command.number !== next + chosen.length || chosen.length >= PARCEL) break;
    room -= JSON.stringify(command.content).length;
    if (chosen.length > 0 && room < 0) break;
    if ((command.kind === "sign" || command.kind === "form_signed") && unsentPhoto(queue, command, photosHere)) break;
    chosen.push(command);
  }
  return chosen;
}

function unsentPhoto(queue: readonly Command[], sign: Command, photosHere: ReadonlySet<string>): boolean {
  return queue.some(
    (one) =>
      one.kind === "photo" &&
      one.visit_id === sign.visit_id &&
      one.number < sign.number &&
      alive(one) &&
      one.record_id !== undefined &&
      photosHere.has(one.record_id),
  );
}

/** Return a command with the verdict on it. */
export function judged(command: Command, verdict: Verdict): Command {
  return { ...command, state: verdict.outcome, verdict };
}

/** Whether a finished command may leave the device: long acknowledged, and nobody has to look at it. */
export function mayLeave(command: Command, now: number): boolean {
  if (waiting(command) || asksForSomebody(command)) return false;
  const received = Date.parse(command.verdict?.received_at ?? "");
  return Number.isFinite(received) && now - received > KEPT_DAYS * DAY_MS;
}

/** Close the gaps that unreadable commands left among those the server has not had yet. */
export function closedUp(queue: readonly Command[], next: number): Command[] {
  let number = next;
  return queue.map((command) => {
    if (command.number < next) return command;
    const moved = { ...command, number };
    number += 1;
    return moved;
  });
}

/** Return what is missing to go on from a number: the server asks for commands that this device no longer has. */
export function missing(queue: readonly Command[], next: number): boolean {
  const last = queue.at(-1)?.number ?? 0;
  return next <= last && !queue.some((one) => one.number === next);
}

/** Return how long to wait after so many failures in a row, in milliseconds. */
export function backoff(failures: number): number {
  return Math.min(300_000, 2_000 * 2 ** Math.min(failures, 10));
}
