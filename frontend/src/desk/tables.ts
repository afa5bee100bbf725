// A list's head sticks under the top bar, but only while the table fits: a table that scrolls sideways cannot do both.
import { onContent } from "./content";

function fit(scroll: HTMLElement, table: HTMLElement): void {
  const fits = table.offsetWidth <= scroll.clientWidth;
  scroll.classList.toggle("list-fits", fits);
  scroll.tabIndex = fits ? -1 : 0; // what scrolls must be reached by keyboard too
}

/** Watch the width of every list. */
export function startTables(): void {
  onContent(".list-scroll", (scroll) => {
    const table = scroll.querySelector("table");
    if (table) new ResizeObserver(() => fit(scroll, table)).observe(scroll);
  });
}
