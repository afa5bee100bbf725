// The equipment tree as rows to be shown: what is opened, at which depth; pure.
import type { UnitRow } from "./shapes";

export interface Branch {
  unit: UnitRow;
  depth: number;
  parts: number;
}

export interface Tree {
  children: Map<string | null, UnitRow[]>;
  byId: Map<string, UnitRow>;
}

/** Sort units under the one that they are part of; a unit whose parent was not taken along stands at the top. */
export function treeOf(units: readonly UnitRow[]): Tree {
  const byId = new Map(units.map((unit) => [unit[0], unit]));
  const children = new Map<string | null, UnitRow[]>();
  for (const unit of units) {
    const parent = unit[1] !== null && byId.has(unit[1]) ? unit[1] : null;
    const rows = children.get(parent);
    if (rows) rows.push(unit);
    else children.set(parent, [unit]);
  }
  return { children, byId };
}

/** Return the rows to show: the tree down to what is opened, or every unit that a search finds. */
export function branches(tree: Tree, opened: ReadonlySet<string>, wanted: string): Branch[] {
  const counted = (unit: UnitRow) => tree.children.get(unit[0])?.length ?? 0;
  const words = wanted.trim().toLowerCase();
  if (words) {
    const found = [...tree.byId.values()].filter((unit) => unit.some((cell, place) => place > 1 && cell?.toLowerCase().includes(words)));
    return found.map((unit) => ({ unit, depth: 0, parts: counted(unit) }));
  }
  const rows: Branch[] = [];
  const seen = new Set<string>();
  const walk = (parent: string | null, depth: number): void => {
    for (const unit of tree.children.get(parent) ?? []) {
      if (seen.has(unit[0])) continue;
      seen.add(unit[0]);
      rows.push({ unit, depth, parts: counted(unit) });
      if (opened.has(unit[0])) walk(unit[0], depth + 1);
    }
  };
  walk(null, 0);
  return rows;
}
