// Draws the coast of East Asia for the map of stations: land only, no borders, no outside tiles.
// From world-atlas (Natural Earth, public domain): decode the topology, clip, simplify, project (Mercator).
// src/aftersail/people/rules/chart.py projects stations and ports onto the same sheet.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const WEST = 104, EAST = 132, SOUTH = 14, NORTH = 43, WIDTH = 1000;
const MARGIN = 6; // degrees drawn beyond the sheet, so that its edge is never seen as a coast
const TOLERANCE = 0.55, LEAST_AREA = 1.2; // in units of the sheet, which is 1000 wide

const topology = JSON.parse(readFileSync(here("../node_modules/world-atlas/land-10m.json"), "utf8"));
const { scale, translate } = topology.transform;
const arcs = topology.arcs.map((arc) => {
  let x = 0, y = 0;
  return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
});
const ringOf = (indices) =>
  indices.flatMap((index, place) => {
    const points = index < 0 ? arcs[~index].toReversed() : arcs[index];
    return place ? points.slice(1) : points;
  });
const rings = topology.objects.land.geometries
  .flatMap((one) => (one.type === "Polygon" ? [one.arcs] : one.arcs))
  .flat()
  .map(ringOf);

// Sutherland–Hodgman against one side of the window after the other.
function cut(ring, inside, cross) {
  const kept = [];
  ring.forEach((point, place) => {
    const before = ring.at(place - 1);
    if (inside(point) !== inside(before)) kept.push(cross(before, point));
    if (inside(point)) kept.push(point);
  });
  return kept;
}
const at = (axis, value) => (a, b) => {
  const share = (value - a[axis]) / (b[axis] - a[axis]);
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
};
const clipped = (ring) =>
  [
    [0, WEST - MARGIN, 1], [0, EAST + MARGIN, -1], [1, SOUTH - MARGIN, 1], [1, NORTH + MARGIN, -1],
  ].reduce((kept, [axis, value, side]) => cut(kept, (p) => side * (p[axis] - value) >= 0, at(axis, value)), ring);

const mercator = (latitude) => (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360));
const unit = WIDTH / (EAST - WEST);
const spot = ([longitude, latitude]) => [(longitude - WEST) * unit, (mercator(NORTH) - mercator(latitude)) * unit];

function simplified(points) {
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const spans = [[0, points.length - 1]];
  while (spans.length) {
    const [first, last] = spans.pop();
    const [ax, ay] = points[first], [bx, by] = points[last];
    const length = Math.hypot(bx - ax, by - ay);
    let far = 0, where = 0;
    for (let i = first + 1; i < last; i++) {
      const [px, py] = points[i];
      const off = length
        ? Math.abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length
        : Math.hypot(px - ax, py - ay);
      if (off > far) [far, where] = [off, i];
    }
    if (far > TOLERANCE) {
      keep[where] = 1;
      spans.push([first, where], [where, last]);
    }
  }
  return points.filter((_point, i) => keep[i]);
}
const area = (points) =>
  Math.abs(points.reduce((sum, [x, y], i) => sum + x * points.at(i - 1)[1] - points.at(i - 1)[0] * y, 0)) / 2;

const path = rings
  .map(clipped)
  .filter((ring) => ring.length > 3)
  .map((ring) => simplified(ring.map(spot)))
  .filter((ring) => ring.length > 3 && area(ring) > LEAST_AREA)
  .map((ring) => "M" + ring.map(([x, y]) => `${+x.toFixed(1)} ${+y.toFixed(1)}`).join("L") + "Z")
  .join("");

const target = here("../../src/aftersail/web/static/build/");
mkdirSync(target, { recursive: true });
writeFileSync(
  `${target}coast.svg`,
  `<svg xmlns="http://www.w3.org/2000/svg"><path id="land" d="${path}"/></svg>\n`,
);
console.log(`coast: ${(path.length / 1024).toFixed(0)} kB`);
