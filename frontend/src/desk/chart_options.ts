// Turns a chart's data block into ECharts options, with colours taken from the page's tokens.
import type { EChartsCoreOption } from "echarts/core";
import type { ChartSpec, Figure, Series } from "./chart_spec";

interface Palette {
  ink: string;
  soft: string;
  line: string;
  surface: string;
  accent: string;
  colours: string[];
  font: string;
  dark: boolean;
}

const LIGHT = ["#0b6e74", "#23527d", "#c98a1b", "#7a4fa3", "#5f7083", "#2f8f5b", "#b9530b", "#4f9fb0"];
const DARK = ["#4fb9bf", "#79aee0", "#e3b04f", "#b497de", "#9db0c3", "#6cc592", "#f0a04b", "#8fd0de"];

function paletteFrom(style: CSSStyleDeclaration): Palette {
  // light-dark() inside a custom property stays unresolved, so the scheme is asked for instead.
  const chosen = style.colorScheme;
  const dark = chosen === "dark" || (chosen.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches);
  const font = getComputedStyle(document.body).fontFamily;
  return dark
    ? { font, ink: "#e4ebf2", soft: "#a9b8c7", line: "#283a4b", surface: "#15222f", accent: "#f0a04b", colours: DARK, dark }
    : { font, ink: "#16283b", soft: "#4b5d70", line: "#e2e8ef", surface: "#ffffff", accent: "#b9530b", colours: LIGHT, dark };
}

function axis(palette: Palette, extra: Record<string, unknown>): Record<string, unknown> {
  return {
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    axisLabel: { color: palette.soft, hideOverlap: true },
    splitLine: { lineStyle: { color: palette.line } },
    nameTextStyle: { color: palette.soft },
    ...extra,
  };
}

function frame(spec: ChartSpec, label: string, palette: Palette): Record<string, unknown> {
  return {
    color: palette.colours,
    textStyle: { fontFamily: palette.font, color: palette.ink },
    animationDuration: 250,
    aria: { enabled: true, label: { description: label } },
    legend: {
      show: (spec.series?.length ?? 0) > 1,
      type: "scroll", top: 0, left: 0, right: 0, itemWidth: 14, itemHeight: 8, icon: "roundRect",
      textStyle: { color: palette.soft },
    },
    grid: { left: 8, right: 16, top: (spec.series?.length ?? 0) > 1 ? 52 : 24, bottom: 8, containLabel: true },
    // richText draws the tooltip on the canvas: the HTML one needs inline styles, which the CSP refuses.
    tooltip: {
      renderMode: "richText", trigger: "axis", confine: true, backgroundColor: palette.surface,
      borderColor: palette.line, textStyle: { color: palette.ink, fontSize: 12 },
      valueFormatter: (value: unknown) => (value === null || value === undefined ? "–" : `${String(value)} ${spec.unit ?? ""}`),
    },
  };
}

function guides(spec: ChartSpec, palette: Palette): Record<string, unknown> | undefined {
  const marks: [number | undefined, string, string][] = [
    [spec.target, palette.accent, "dashed"],
    [spec.limits?.lower, palette.accent, "dashed"],
    [spec.limits?.centre, palette.soft, "solid"],
    [spec.limits?.upper, palette.accent, "dashed"],
  ];
  const data = marks
    .filter(([value]) => value !== undefined)
    .map(([value, color, type]) => ({ yAxis: value, lineStyle: { color, type }, label: { color, position: "insideEndTop" } }));
  return data.length ? { silent: true, symbol: "none", data } : undefined;
}

function interval(series: Series, colour: string): Record<string, unknown>[] {
  if (!series.low || !series.high) return [];
  const stack = `interval-${series.name}`;
  const quiet = { type: "line", stack, symbol: "none", silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } };
  const width = series.high.map((high, index): Figure => {
    const low = series.low?.[index] ?? null;
    return high === null || low === null ? null : high - low;
  });
  return [
    { ...quiet, data: series.low },
    { ...quiet, data: width, areaStyle: { color: colour, opacity: 0.16 } },
  ];
}

function outside(value: Figure, spec: ChartSpec): boolean {
  const { lower, upper } = spec.limits ?? {};
  return value !== null && ((upper !== undefined && value > upper) || (lower !== undefined && value < lower));
}

/** A share ends at 100 %, unless one goes beyond, as a load may. */
function most(spec: ChartSpec): ((found: { max: number }) => number | null) | null {
  return spec.unit === "%" ? ({ max }) => (max <= 100 ? 100 : null) : null;
}

function cartesian(spec: ChartSpec, palette: Palette): Record<string, unknown> {
  const bars = spec.kind === "bar" || spec.kind === "stack";
  const all = spec.series ?? [];
  return {
    xAxis: axis(palette, { type: "category", data: spec.x ?? [], boundaryGap: bars, splitLine: { show: false }, name: spec.x_label }),
    yAxis: axis(palette, { type: "value", name: spec.y_label ?? spec.unit, axisLine: { show: false }, scale: !bars && spec.kind !== "area", max: most(spec) }),
    series: all.flatMap((one, index) => {
      const colour = palette.colours[index % palette.colours.length] ?? palette.ink;
      const points = one.data.map((value) =>
        spec.kind === "control" && outside(value, spec) ? { value, itemStyle: { color: palette.accent }, symbolSize: 10 } : value,
      );
      const main = {
        name: one.name, type: bars ? "bar" : "line", data: points, barMaxWidth: 28,
        symbolSize: 5, showSymbol: one.data.length <= 40, connectNulls: false,
        itemStyle: { color: colour, borderRadius: spec.kind === "bar" ? [3, 3, 0, 0] : 0 },
        ...(spec.kind === "stack" || spec.kind === "area" ? { stack: "all" } : {}),
        ...(spec.kind === "area" ? { areaStyle: { opacity: 0.25 } } : {}),
        ...(index === 0 ? { markLine: guides(spec, palette) } : {}),
      };
      return [...interval(one, colour), main];
    }),
  };
}

function heat(spec: ChartSpec, palette: Palette): Record<string, unknown> {
  const known = (spec.values ?? []).map(([, , value]) => value).filter((value): value is number => value !== null);
  return {
    tooltip: { renderMode: "richText", confine: true },
    grid: { left: 8, right: 8, top: 8, bottom: 44, containLabel: true },
    xAxis: axis(palette, { type: "category", data: spec.x ?? [], splitArea: { show: false }, splitLine: { show: false } }),
    yAxis: axis(palette, { type: "category", data: spec.y ?? [], inverse: true, splitLine: { show: false } }),
    visualMap: {
      min: Math.min(0, ...known), max: Math.max(1, ...known), calculable: false, orient: "horizontal", left: "center", bottom: 0,
      itemHeight: 120, itemWidth: 10, textStyle: { color: palette.soft },
      inRange: { color: palette.dark ? ["#18303f", "#1f6a72", "#e3b04f", "#f0803b"] : ["#eef4f6", "#7fc0c2", "#e3b04f", "#b9530b"] },
    },
    series: [
      {
        type: "heatmap", data: spec.values ?? [], itemStyle: { borderColor: palette.surface, borderWidth: 2, borderRadius: 3 },
        label: { show: (spec.values?.length ?? 0) <= 150, color: palette.ink, fontSize: 11 },
      },
    ],
    // On a narrow screen the numbers would run into each other; the table below the chart has them.
    media: [{ query: { maxWidth: 32 * (spec.x?.length ?? 0) + 120 }, option: { series: [{ label: { show: false } }] } }],
  };
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
}

function scatter(spec: ChartSpec, palette: Palette): Record<string, unknown> {
  const points = spec.points ?? [];
  const cross = [{ xAxis: mean(points.map((point) => point.x)) }, { yAxis: mean(points.map((point) => point.y)) }];
  return {
    tooltip: { renderMode: "richText", trigger: "item", confine: true },
    grid: { left: 8, right: 24, top: 28, bottom: 24, containLabel: true },
    xAxis: axis(palette, { type: "value", scale: true, boundaryGap: ["8%", "8%"], name: spec.x_label, nameLocation: "middle", nameGap: 26 }),
    yAxis: axis(palette, { type: "value", scale: true, name: spec.y_label }),
    series: [
      {
        type: "scatter", symbolSize: 11, data: points.map((point) => ({ name: point.name, value: [point.x, point.y] })),
        label: { show: points.length <= 30, formatter: "{b}", position: "top", color: palette.soft, fontSize: 11 },
        labelLayout: { hideOverlap: true },
        ...(spec.kind === "quadrant"
          ? { markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: palette.soft, type: "dashed" }, data: cross } }
          : {}),
      },
    ],
  };
}

function radar(spec: ChartSpec, palette: Palette): Record<string, unknown> {
  const largest = Math.max(1, ...(spec.series ?? []).flatMap((one) => one.data.map((value) => value ?? 0)));
  return {
    tooltip: { renderMode: "richText", trigger: "item", confine: true },
    radar: {
      radius: "64%", indicator: (spec.x ?? []).map((name) => ({ name, max: largest })),
      axisName: { color: palette.soft }, splitArea: { show: false },
      splitLine: { lineStyle: { color: palette.line } }, axisLine: { lineStyle: { color: palette.line } },
    },
    series: [{ type: "radar", areaStyle: { opacity: 0.12 }, data: (spec.series ?? []).map((one) => ({ name: one.name, value: one.data })) }],
  };
}

function pie(spec: ChartSpec, palette: Palette): Record<string, unknown> {
  const values = spec.series?.[0]?.data ?? [];
  return {
    tooltip: { renderMode: "richText", trigger: "item", confine: true },
    series: [
      {
        type: "pie", radius: ["48%", "74%"], itemStyle: { borderColor: palette.surface, borderWidth: 2 },
        label: { color: palette.soft }, data: (spec.x ?? []).map((name, index) => ({ name, value: values[index] })),
      },
    ],
  };
}

/** Return the ECharts option for a data block; `label` describes the chart to a screen reader. */
export function optionFor(spec: ChartSpec, label: string, style: CSSStyleDeclaration): EChartsCoreOption {
  const palette = paletteFrom(style);
  const shapes: Partial<Record<ChartSpec["kind"], typeof cartesian>> = { heat, scatter, quadrant: scatter, radar, pie };
  return { ...frame(spec, label, palette), ...(shapes[spec.kind] ?? cartesian)(spec, palette) };
}
