// htmx as the desk uses it: the CSRF token on every request, refusals shown, a line while something is under way.
import htmx from "htmx.org";
import { csrfToken } from "./elements";
import { readRefusal } from "./refusals";
import { toast, toastRefusal } from "./toasts";
import { word } from "./words";

interface Context {
  request: { headers: Record<string, string>; method: string };
  response?: { status: number; headers: Headers };
  text?: string;
  swap: string;
}

const INVALID_FORM = 422;
const SHOW_AFTER_MS = 150;
let underWay = 0;

function contextOf(event: Event): Context {
  return (event as CustomEvent<{ ctx: Context }>).detail.ctx;
}

function showBusy(change: number): void {
  underWay = Math.max(0, underWay + change);
  setTimeout(() => {
    const line = document.getElementById("busy-line");
    if (line) line.hidden = underWay === 0;
  }, SHOW_AFTER_MS);
}

document.addEventListener("htmx:config:request", (event) => {
  const { request } = contextOf(event);
  if (request.method !== "GET") request.headers["X-CSRFToken"] = csrfToken();
});

document.addEventListener("htmx:before:request", () => showBusy(+1));
document.addEventListener("htmx:finally:request", () => showBusy(-1));

document.addEventListener("htmx:response:error", (event) => {
  const context = contextOf(event);
  if (!context.response) return;
  // An invalid form comes back to be shown with its errors; a refusal carries its reason instead.
  const isForm = context.response.status === INVALID_FORM && !(context.text ?? "").includes("data-error-reason");
  if (isForm) return;
  context.swap = "none";
  const type = context.response.headers.get("Content-Type") ?? "";
  toastRefusal(readRefusal(type, context.text ?? "", word("request_failed")));
});

document.addEventListener("htmx:error", (event) => {
  const error = (event as CustomEvent<{ error?: unknown }>).detail.error;
  if (error instanceof TypeError) toast("bad", word("offline"));
});

/** Fetch a fragment into an element, with htmx attributes inside it made alive. */
export async function loadFragment(url: string, target: HTMLElement): Promise<void> {
  await htmx.ajax("GET", url, { target, swap: "innerHTML" });
}

export { htmx };
