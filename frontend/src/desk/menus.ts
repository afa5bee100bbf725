// Menus are <details>: one open at a time, closed by Escape or a click elsewhere, walked by arrow keys.

function close(menu: HTMLDetailsElement, refocus: boolean): void {
  menu.open = false;
  if (refocus) menu.querySelector("summary")?.focus();
}

function openMenus(): HTMLDetailsElement[] {
  return [...document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")];
}

/** A sheet inside a scrolling list would be clipped: pin it to the window instead. */
function pin(menu: HTMLDetailsElement): void {
  const sheet = menu.querySelector<HTMLElement>(".menu-sheet");
  if (!sheet || !menu.closest(".list-scroll, .lane-cards, .tabs")) return;
  const anchor = menu.getBoundingClientRect();
  const below = window.innerHeight - anchor.bottom;
  sheet.style.position = "fixed";
  sheet.style.inset = "auto";
  sheet.style.left = `${Math.max(8, Math.min(anchor.right - sheet.offsetWidth, window.innerWidth - sheet.offsetWidth - 8))}px`;
  sheet.style.top = below > sheet.offsetHeight + 8 ? `${anchor.bottom + 4}px` : `${Math.max(8, anchor.top - sheet.offsetHeight - 4)}px`;
}

function walk(menu: HTMLDetailsElement, step: number): void {
  const items = [...menu.querySelectorAll<HTMLElement>(".menu-item")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
}

/** Listen for the whole page. */
export function startMenus(): void {
  document.addEventListener(
    "toggle",
    (event) => {
      const menu = event.target as HTMLDetailsElement;
      if (!(menu instanceof HTMLDetailsElement) || !menu.classList.contains("menu") || !menu.open) return;
      for (const other of openMenus()) if (other !== menu) close(other, false);
      pin(menu);
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    for (const menu of openMenus()) {
      if (!menu.contains(target) || target.closest(".menu-item")) close(menu, false);
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = openMenus().at(-1);
    // While a dialog asks something, the keys are its own.
    if (!menu || (document.querySelector("dialog:modal") && !menu.closest("dialog"))) return;
    if (event.key === "Escape") close(menu, true);
    else if (event.key === "ArrowDown") walk(menu, 1);
    else if (event.key === "ArrowUp") walk(menu, -1);
    else return;
    event.preventDefault();
  });
  document.addEventListener("scroll", () => openMenus().forEach((menu) => menu.closest(".list-scroll, .lane-cards") && close(menu, false)), true);
}
