// On a phone the filters of a list are behind one button; without a script they stand below the search.

/** Let the button open and close the filters of its list. */
export function startFilters(button: HTMLElement): void {
  button.addEventListener("click", () => {
    const open = button.parentElement?.classList.toggle("filters-open") ?? false;
    button.setAttribute("aria-expanded", String(open));
  });
}
