// The shape of a chart's data block, as pages write it.

export type Figure = number | null;

export interface Series {
  name: string;
  data: Figure[];
  /** Bounds of an interval around `data`, same length. */
  low?: Figure[];
  high?: Figure[];
}

export interface ChartPoint {
  name: string;
  x: number;
  y: number;
  href?: string;
}

export interface ChartSpec {
  kind: "line" | "bar" | "stack" | "area" | "heat" | "scatter" | "quadrant" | "radar" | "pie" | "fan" | "control";
  x?: string[];
  y?: string[];
  series?: Series[];
  values?: [number, number, Figure][];
  points?: ChartPoint[];
  unit?: string;
  x_label?: string;
  y_label?: string;
  target?: number;
  limits?: { lower?: number; centre?: number; upper?: number };
  links?: string[];
}
