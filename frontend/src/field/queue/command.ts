// A command: what the engineer did, in the order it was done, and what became of it.

export type Kind =
  | "move"
  | "facts"
  | "step"
  | "hours"
  | "finding"
  | "finding_removed"
  | "part"
  | "part_removed"
  | "tool"
  | "photo"
  | "leftover"
  | "owed_part"
  | "sign"
  | "addendum"
  | "expected_finish"
  | "form"
  | "form_signed"
  | "form_addendum"
  | "decision";

/** here: on this device only; sent: on its way, no answer yet; the others are the server's verdict. */
export type State = "here" | "sent" | "done" | "refused" | "conflict" | "failed";

export type Content = Record<string, unknown>;

export interface Verdict {
  id: string;
  number: number;
  outcome: "done" | "refused" | "conflict" | "failed";
  reasons: string[];
  theirs: Content | null;
  answer: Content | null;
  received_at: string;
  happened_at: string;
  clock_doubtful: boolean;
}

export interface Command {
  id: string;
  number: number;
  kind: Kind;
  visit_id: string;
  record_id?: string;
  move?: string;
  after?: string;
  content: Content;
  made_at: string;
  state: State;
  verdict?: Verdict;
  /** What a person chose about a refusal or conflict: theirs kept, or sent again as another command. */
  settled?: "kept" | "again";
  /** What it is about, in the words of the record: a step's place, a part's number. */
  about: string;
}

/** What happens on board, before it has a number. */
export type Deed = Pick<Command, "kind" | "visit_id" | "content" | "about"> & Partial<Pick<Command, "record_id" | "move">>;

/** What the server is sent of a command. */
export function onTheWire(command: Command): Content {
  const { id, number, kind, visit_id, record_id, move, after, content, made_at } = command;
  return {
    id,
    number,
    kind,
    visit_id,
    made_at,
    content,
    ...(record_id && { record_id }),
    ...(move && { move }),
    ...(after && { after }),
  };
}
