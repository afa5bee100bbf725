// Native dialogs: opened by attribute, filled from a URL, and the question asked before what cannot be undone.
import { make } from "./elements";
import { loadFragment } from "./requests";
import { word } from "./words";

/** Ask in the house dialog; resolves to whether the person agreed. */
export function confirmed(question: string, danger = false): Promise<boolean> {
  const no = make("button", { type: "button", class: "btn btn-secondary", value: "no" }, word("cancel"));
  const yes = make("button", { type: "button", class: danger ? "btn btn-danger" : "btn btn-primary" }, word("confirm"));
  const dialog = make(
    "dialog",
    { class: "sheet sheet-sm", "aria-label": word("confirm") },
    make("div", { class: "sheet-body" }, make("p", { class: "mb-0" }, question)),
    make("div", { class: "sheet-foot" }, no, yes),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    const settle = (answer: boolean) => {
      dialog.remove();
      resolve(answer);
    };
    no.addEventListener("click", () => settle(false));
    yes.addEventListener("click", () => settle(true));
    dialog.addEventListener("cancel", () => settle(false));
    no.focus();
  });
}

/** Load a page fragment into the shared dialog and open it. `named`: the fragment's own title, where it has one, takes the place of `title`. */
export async function openRemoteDialog(url: string, title = "", named = false): Promise<void> {
  const dialog = document.getElementById("shared-dialog") as HTMLDialogElement | null;
  const body = dialog?.querySelector<HTMLElement>(".sheet-body");
  if (!dialog || !body) return;
  const heading = dialog.querySelector("h2");
  if (heading) heading.textContent = title;
  body.replaceChildren();
  await loadFragment(url, body);
  const own = named ? body.querySelector("[data-dialog-title]") : null;
  if (own) {
    if (heading) heading.textContent = own.textContent;
    own.remove();
  }
  if (body.childElementCount > 0 && !dialog.open) dialog.showModal();
}

function onClick(event: MouseEvent): void {
  const target = event.target as Element;
  const opener = target.closest<HTMLElement>("[data-dialog-open]");
  if (opener) {
    (document.getElementById(opener.dataset["dialogOpen"] ?? "") as HTMLDialogElement | null)?.showModal();
    return;
  }
  const remote = target.closest<HTMLElement>("[data-dialog-url]");
  if (remote) {
    event.preventDefault();
    void openRemoteDialog(remote.dataset["dialogUrl"] ?? "", remote.dataset["dialogTitle"] ?? remote.textContent?.trim() ?? "", true);
    return;
  }
  if (target.closest("[data-dialog-close]") || target.matches("dialog.sheet")) {
    target.closest("dialog")?.close();
  }
}

function isDanger(element: HTMLElement): boolean {
  return element.matches(".btn-danger, .menu-bad") || element.querySelector(".btn-danger, .menu-bad") !== null;
}

function askFirst(event: Event, element: HTMLElement, goOn: () => void): void {
  const question = element.dataset["confirm"];
  if (!question || element.dataset["confirmed"]) {
    delete element.dataset["confirmed"];
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  void confirmed(question, isDanger(element)).then((agreed) => {
    if (!agreed) return;
    element.dataset["confirmed"] = "yes";
    goOn();
  });
}

/** Listen for the whole page. */
export function startDialogs(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("button[data-confirm], a[data-confirm]");
    if (button) askFirst(event, button, () => button.click());
  }, true);
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const submitter = (event as SubmitEvent).submitter;
    askFirst(event, form, () => form.requestSubmit(submitter));
  }, true);
  document.addEventListener("click", onClick);
  document.addEventListener("htmx:confirm", (event) => {
    const { ctx, issueRequest, dropRequest } = event.detail;
    const question = (ctx as unknown as { confirm: string }).confirm;
    event.preventDefault();
    void confirmed(question).then((agreed) => (agreed ? issueRequest() : dropRequest()));
  });
  document.addEventListener("dialog:close", () => {
    for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
  });
}
