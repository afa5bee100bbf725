// Runs a start function once for every matching element, present now or swapped in later.

type Start = (element: HTMLElement) => unknown;

const registered: [string, Start][] = [];
const started = new WeakMap<HTMLElement, Set<string>>();

function startWithin(root: ParentNode, selector: string, start: Start): void {
  const found = [...root.querySelectorAll<HTMLElement>(selector)];
  if (root instanceof HTMLElement && root.matches(selector)) found.push(root);
  for (const element of found) {
    const done = started.get(element) ?? new Set<string>();
    if (done.has(selector)) continue;
    started.set(element, done.add(selector));
    start(element);
  }
}

/** Call `start` for each element that matches, in the page and in every later fragment. */
export function onContent(selector: string, start: Start): void {
  registered.push([selector, start]);
  startWithin(document, selector, start);
}

/** Start what a fragment brought; htmx swaps announce themselves, others call this. */
export function contentArrived(root: ParentNode): void {
  for (const [selector, start] of registered) startWithin(root, selector, start);
}

document.addEventListener("htmx:after:swap", () => contentArrived(document));
