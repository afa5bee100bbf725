// Forms: one submit only, a warning before typed words are lost, filters that apply themselves, copying.
import { onContent } from "./content";
import { toast } from "./toasts";
import { word } from "./words";

const dirty = new WeakSet<HTMLFormElement>();
const sent = new WeakSet<HTMLFormElement>();
const TYPING_PAUSE_MS = 350;

function release(form: HTMLFormElement): void {
  sent.delete(form);
  for (const busy of form.querySelectorAll(".is-busy")) busy.classList.remove("is-busy");
}

function guardSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.matches("dialog form[method=dialog]") || form.method === "get") return;
  if (sent.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  sent.add(form);
  dirty.delete(form);
  const button = event.submitter ?? form.querySelector("[type=submit]");
  // The class, not `disabled`: a disabled button would not send its own name and value.
  button?.classList.add("is-busy");
}

function watchDirty(form: HTMLElement): void {
  form.addEventListener("input", () => dirty.add(form as HTMLFormElement));
  form.addEventListener("reset", () => dirty.delete(form as HTMLFormElement));
}

function autoSubmit(element: HTMLElement): void {
  // A control inside a form that submits itself would submit it twice.
  if (element.parentElement?.closest("[data-autosubmit]")) return;
  let timer = 0;
  const submit = () => {
    const form = element instanceof HTMLFormElement ? element : element.closest("form");
    form?.requestSubmit();
  };
  element.addEventListener("change", submit);
  element.addEventListener("input", (event) => {
    if (!(event.target as Element).matches("input[type=search]") || !element.hasAttribute("hx-get")) return;
    clearTimeout(timer);
    timer = window.setTimeout(submit, TYPING_PAUSE_MS);
  });
}

async function copy(button: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
  toast("good", word("copied"));
}

function dropEmptyParameters(event: Event): void {
  const form = event.target as HTMLFormElement;
  if (!form.matches(".filters")) return;
  for (const [name, value] of [...(event as FormDataEvent).formData.entries()]) {
    if (value === "") (event as FormDataEvent).formData.delete(name);
  }
}

function focusFirstError(summary: HTMLElement): void {
  summary.focus();
}

/** Listen for the whole page. */
export function startForms(): void {
  document.addEventListener("submit", guardSubmit);
  document.addEventListener("formdata", dropEmptyParameters);
  document.addEventListener("htmx:finally:request", (event) => {
    const form = (event.target as Element | null)?.closest?.("form");
    if (form) release(form);
  });
  // A page restored by the back button would otherwise keep its submitted forms shut.
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));
  window.addEventListener("beforeunload", (event) => {
    if ([...document.querySelectorAll("form")].some((form) => dirty.has(form))) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    if (button) void copy(button);
  });
  onContent("form[data-dirty]", watchDirty);
  onContent("[data-autosubmit]", autoSubmit);
  onContent("[data-error-summary]", focusFirstError);
}
