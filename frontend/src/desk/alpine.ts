// Alpine in its CSP build, fetched only by pages that carry x-data.
import Alpine from "@alpinejs/csp";

let running = false;

/** Start Alpine once; it watches the page for later fragments by itself. */
export function startAlpine(): void {
  if (running) return;
  running = true;
  Alpine.start();
}
