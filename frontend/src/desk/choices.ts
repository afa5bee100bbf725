// Check boxes folded by chapter: how many are chosen in each, and all of a chapter at once.

/** Keep the count of a chapter, and let its button choose all of it or none. */
export function startChoices(fold: HTMLElement): void {
  const boxes = [...fold.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
  const count = fold.querySelector<HTMLElement>("[data-chosen]");
  const button = fold.querySelector<HTMLButtonElement>("[data-all]");
  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = String(chosen);
    if (button) button.textContent = (chosen < boxes.length ? button.dataset["all"] : button.dataset["none"]) ?? "";
  };
  button?.addEventListener("click", () => {
    const wanted = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = wanted;
    boxes[0]?.dispatchEvent(new Event("input", { bubbles: true }));
    tell();
  });
  fold.addEventListener("change", tell);
  button?.removeAttribute("hidden");
  tell();
}
