// A signature pad: strokes with pressure-free smooth lines, kept as a PNG and as the strokes themselves.
import { make } from "./elements";

interface Point {
  x: number;
  y: number;
  t: number;
}

const INK = "#0f2a43";
const LINE_WIDTH = 2.4;
const EXPORT_SCALE = 2;

function field(pad: HTMLElement, name: string): HTMLInputElement {
  const input = make("input", { type: "hidden", name });
  pad.append(input);
  return input;
}

function trace(context: CanvasRenderingContext2D, stroke: Point[]): void {
  const [first, ...rest] = stroke;
  if (!first) return;
  context.beginPath();
  context.moveTo(first.x, first.y);
  if (!rest.length) context.lineTo(first.x + 0.1, first.y);
  let previous = first;
  for (const point of rest) {
    context.quadraticCurveTo(previous.x, previous.y, (previous.x + point.x) / 2, (previous.y + point.y) / 2);
    previous = point;
  }
  context.lineTo(previous.x, previous.y);
  context.stroke();
}

class Pad {
  private readonly strokes: Point[][] = [];
  private readonly context: CanvasRenderingContext2D;
  private readonly startedAt = performance.now();

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly image: HTMLInputElement,
    private readonly path: HTMLInputElement,
  ) {
    const context = canvas.getContext("2d");
    if (!context) throw new Error("This browser draws no canvas, so nothing can be signed on it.");
    this.context = context;
    new ResizeObserver(() => this.redraw()).observe(canvas);
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.draw(event));
    canvas.addEventListener("pointerup", () => this.save());
    canvas.addEventListener("pointercancel", () => this.save());
  }

  private pointOf(event: PointerEvent): Point {
    const box = this.canvas.getBoundingClientRect();
    const round = (value: number) => Math.round(value * 10) / 10;
    return { x: round(event.clientX - box.left), y: round(event.clientY - box.top), t: Math.round(performance.now() - this.startedAt) };
  }

  private begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.strokes.push([this.pointOf(event)]);
    this.redraw();
  }

  private draw(event: PointerEvent): void {
    const stroke = this.strokes.at(-1);
    if (!stroke || !this.canvas.hasPointerCapture(event.pointerId)) return;
    for (const part of event.getCoalescedEvents?.() ?? [event]) stroke.push(this.pointOf(part));
    this.redraw();
  }

  private redraw(): void {
    const { clientWidth, clientHeight } = this.canvas;
    this.canvas.width = clientWidth * EXPORT_SCALE;
    this.canvas.height = clientHeight * EXPORT_SCALE;
    this.context.scale(EXPORT_SCALE, EXPORT_SCALE);
    this.context.strokeStyle = INK;
    this.context.lineWidth = LINE_WIDTH;
    this.context.lineCap = this.context.lineJoin = "round";
    for (const stroke of this.strokes) trace(this.context, stroke);
  }

  private save(): void {
    const signed = this.strokes.length > 0;
    this.image.value = signed ? this.canvas.toDataURL("image/png") : "";
    this.path.value = signed ? JSON.stringify(this.strokes) : "";
    this.path.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Take up the strokes of a form that was refused, so that nobody signs twice. */
  restore(kept: string): void {
    this.strokes.push(...(JSON.parse(kept) as Point[][]));
    this.redraw();
    this.save();
  }

  undo(): void {
    this.strokes.pop();
    this.redraw();
    this.save();
  }

  clear(): void {
    this.strokes.length = 0;
    this.redraw();
    this.save();
  }
}

/** Turn a signature component into a pad that fills its form's hidden fields. */
export function startSignature(element: HTMLElement): void {
  const canvas = element.querySelector("canvas");
  const name = element.dataset["signature"];
  if (!canvas || !name) return;
  const pad = new Pad(canvas, field(element, name), field(element, `${name}_strokes`));
  const kept = element.dataset["strokes"];
  if (kept) pad.restore(kept);
  element.querySelector("[data-sign-undo]")?.addEventListener("click", () => pad.undo());
  element.querySelector("[data-sign-clear]")?.addEventListener("click", () => pad.clear());
}
