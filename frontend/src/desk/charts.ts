// Charts: a data block becomes an ECharts picture in the house palette, and a table for those who read rather than look.
import { BarChart, HeatmapChart, LineChart, PieChart, RadarChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  RadarComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { optionFor } from "./chart_options";
import type { ChartSpec } from "./chart_spec";
import { tableFor } from "./chart_table";
import { make } from "./elements";
import { word } from "./words";

use([
  AriaComponent, BarChart, CanvasRenderer, GridComponent, HeatmapChart, LegendComponent, LineChart, MarkAreaComponent,
  MarkLineComponent, PieChart, RadarChart, RadarComponent, ScatterChart, TooltipComponent, VisualMapComponent,
]);

function specOf(element: HTMLElement): ChartSpec {
  const block = document.getElementById(element.dataset["chart"] ?? "");
  return JSON.parse(block?.textContent ?? "{}") as ChartSpec;
}

function draw(chart: EChartsType, spec: ChartSpec, label: string): void {
  chart.setOption(optionFor(spec, label, getComputedStyle(document.documentElement)), true);
}

function follow(spec: ChartSpec, index: number | undefined): void {
  const address = index === undefined ? undefined : (spec.links?.[index] ?? spec.points?.[index]?.href);
  if (address) location.assign(address);
}

/** Draw the chart of a `data-chart` element and its table. */
export function drawChart(element: HTMLElement): void {
  const spec = specOf(element);
  const canvas = element.querySelector<HTMLElement>(".chart-canvas");
  if (!canvas || !spec.kind) return;
  const label = element.getAttribute("aria-label") ?? "";
  const chart = init(canvas);
  draw(chart, spec, label);
  chart.on("click", (event) => follow(spec, event.dataIndex));
  new ResizeObserver(() => chart.resize()).observe(canvas);
  const redraw = () => draw(chart, spec, label);
  document.addEventListener("desk:theme", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  element.append(
    make(
      "details",
      { class: "chart-table" },
      make("summary", {}, word("show_table")),
      make("div", { class: "chart-scroll", tabindex: "0" }, tableFor(spec)),
    ),
  );
}
