// The same figures as a table.
import type { ChartSpec, Figure } from "./chart_spec";
import { make } from "./elements";
import { word } from "./words";

function written(value: Figure | undefined): string {
  return value === null || value === undefined ? word("no_data") : String(value);
}

function table(head: string[], rows: string[][]): HTMLTableElement {
  return make(
    "table",
    {},
    make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { scope: "col" }, text)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((text) => make("td", {}, text))))),
  );
}

/** Build the table that says what the chart shows. */
export function tableFor(spec: ChartSpec): HTMLTableElement {
  if (spec.points) {
    const head = ["", spec.x_label ?? "x", spec.y_label ?? "y"];
    return table(head, spec.points.map((point) => [point.name, String(point.x), String(point.y)]));
  }
  const columns = spec.x ?? [];
  if (spec.values) {
    const at = new Map(spec.values.map(([x, y, value]) => [`${x}/${y}`, value]));
    const rows = (spec.y ?? []).map((name, y) => [name, ...columns.map((_, x) => written(at.get(`${x}/${y}`)))]);
    return table(["", ...columns], rows);
  }
  const series = spec.series ?? [];
  const unit = spec.unit ? ` (${spec.unit})` : "";
  const rows = columns.map((name, index) => [name, ...series.map((one) => written(one.data[index]))]);
  return table([spec.x_label ?? "", ...series.map((one) => one.name + unit)], rows);
}
