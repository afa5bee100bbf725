// Two dispatchers at once: the board asks every few seconds whether anything changed, and who else is looking.
import { toast } from "../toasts";
import { word } from "../words";
import { refresh } from "./drop";

interface Change {
  at: string;
  who: string;
  own: boolean;
  told: string;
}

interface Watch {
  mark: string;
  others: string[];
  changes: Change[];
}

const EVERY_MS = 4000;

/** Keep the board up to date while it is visible; not while something is being placed. */
export function startWatch(board: HTMLElement, occupied: () => boolean): void {
  let etag = "";
  let since = new Date().toISOString();

  async function look(): Promise<void> {
    if (document.visibilityState !== "visible" || occupied() || board.matches(".pb-judging, .pb-busy")) return;
    const headers: Record<string, string> = { "HX-Request": "true" };
    if (etag) headers["If-None-Match"] = etag;
    const answer = await fetch(board.dataset["watchUrl"] ?? "", { headers, cache: "no-store" });
    if (answer.status !== 200) return;
    etag = answer.headers.get("ETag") ?? "";
    const seen = (await answer.json()) as Watch;
    const others = board.querySelector("[data-others]");
    if (others) others.textContent = seen.others.length ? word("board_others", seen.others.join(", ")) : "";
    if (seen.mark !== board.dataset["mark"]) await refresh(board);
    const fresh = seen.changes.filter((one) => !one.own && new Date(one.at) > new Date(since));
    for (const one of fresh.reverse()) toast("info", `${one.who}: ${one.told}`);
    since = seen.changes[0]?.at ?? since;
  }

  const quietly = (): void => {
    look().catch((error: unknown) => {
      // Without a connection the board stays as it is and asks again.
      if (!(error instanceof TypeError)) throw error;
    });
  };
  setInterval(quietly, EVERY_MS);
  document.addEventListener("visibilitychange", quietly);
  quietly();
}
