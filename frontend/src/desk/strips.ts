// A strip that scrolls sideways on a narrow window begins where its record stands, not at its first stage.

/** Scroll a strip so that the part that is current stands in its middle; the page itself stays where it is. */
export function showCurrent(strip: HTMLElement): void {
  const current = strip.querySelector("[aria-current], .life-actual-current");
  if (!current || strip.scrollWidth <= strip.clientWidth) return;
  const [part, frame] = [current.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += part.left + part.width / 2 - (frame.left + frame.width / 2);
}
