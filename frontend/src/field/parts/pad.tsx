// A pad to sign on with a finger: strokes drawn smoothly, read out as a PNG.
import { useEffect, useRef } from "preact/hooks";
import { t } from "../words";
import { Button } from "./controls";

const INK = "#0f2a43";
const WIDTH_PX = 2.6;
const SCALE = 2;

interface Point {
  x: number;
  y: number;
}

function draw(canvas: HTMLCanvasElement, strokes: readonly Point[][]): void {
  canvas.width = canvas.clientWidth * SCALE;
  canvas.height = canvas.clientHeight * SCALE;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(SCALE, SCALE);
  pen.strokeStyle = INK;
  pen.lineWidth = WIDTH_PX;
  pen.lineCap = pen.lineJoin = "round";
  for (const stroke of strokes) {
    pen.beginPath();
    stroke.forEach((point, place) => (place ? pen.lineTo(point.x, point.y) : pen.moveTo(point.x, point.y)));
    if (stroke.length === 1) pen.lineTo((stroke[0]?.x ?? 0) + 0.1, stroke[0]?.y ?? 0);
    pen.stroke();
  }
}

/** `change` gets the PNG in base64 and when it was drawn, or an empty picture. */
export function Pad({ label, code, change }: { label: string; code: string; change: (image: string, at: string) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const strokes = useRef<Point[][]>([]);
  useEffect(() => {
    const watch = new ResizeObserver(() => canvas.current && draw(canvas.current, strokes.current));
    if (canvas.current) watch.observe(canvas.current);
    return () => watch.disconnect();
  }, []);
  const pointOf = (event: PointerEvent): Point => {
    const box = canvas.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const tell = () => {
    const signed = strokes.current.length > 0;
    change(signed ? (canvas.current?.toDataURL("image/png").split(",")[1] ?? "") : "", new Date().toISOString());
  };
  return (
    <div class="pad">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${label}: ${t("sign_pad")}`}
        data-pad={code}
        onPointerDown={(event) => {
          canvas.current?.setPointerCapture(event.pointerId);
          strokes.current.push([pointOf(event)]);
          if (canvas.current) draw(canvas.current, strokes.current);
        }}
        onPointerMove={(event) => {
          if (!canvas.current?.hasPointerCapture(event.pointerId)) return;
          strokes.current.at(-1)?.push(pointOf(event));
          draw(canvas.current, strokes.current);
        }}
        onPointerUp={tell}
        onPointerCancel={tell}
      />
      <Button
        label={t("sign_clear")}
        press={() => {
          strokes.current = [];
          if (canvas.current) draw(canvas.current, []);
          tell();
        }}
      />
    </div>
  );
}
