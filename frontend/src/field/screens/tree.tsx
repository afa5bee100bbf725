// A ship's equipment with the history of each unit; only the rows in sight are in the page.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Button, Empty, Refusals, Row } from "../parts/controls";
import { Frame } from "../parts/frame";
import { Icon } from "../parts/icons";
import { Scan } from "../parts/scan";
import { useShip } from "../parts/units";
import { branches, treeOf } from "../pack/branches";
import type { PackedShip, UnitRow } from "../pack/shapes";
import { t } from "../words";

const ROW_PX = 56;
const SPARE_ROWS = 8;

export function TreeScreen({ id, visit }: { id: string; visit: string }) {
  const ship = useShip(id);
  return (
    <Frame title={t("tree")} back={visit ? `#/visits/${visit}` : "#/"}>
      {ship ? <Units ship={ship} /> : <Empty title={t("pack_never")} />}
    </Frame>
  );
}

function Units({ ship }: { ship: PackedShip }) {
  const tree = useMemo(() => treeOf(ship.units), [ship]);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState("");
  const [chosen, setChosen] = useState<UnitRow | null>(null);
  const [refused, setRefused] = useState<string[]>([]);
  const rows = useMemo(() => branches(tree, opened, wanted), [tree, opened, wanted]);
  const toggle = (unit: string) => {
    const next = new Set(opened);
    if (!next.delete(unit)) next.add(unit);
    setOpened(next);
  };
  const scanned = (code: string) => {
    const found = ship.units.find((unit) => unit[11] === code || unit[6] === code);
    setRefused(found ? [] : [t("scan_unknown", { code })]);
    setChosen(found ?? null);
  };
  if (chosen) return <Unit unit={chosen} ship={ship} close={() => setChosen(null)} />;
  return (
    <>
      <Scan found={scanned} />
      <Refusals reasons={refused} />
      <input type="search" name="wanted" aria-label={t("search")} placeholder={t("search")} value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
      <p class="soft" data-units={ship.units.length}>{t("tree_count", { count: ship.units.length })}</p>
      <Window count={rows.length}>
        {(place) => {
          const branch = rows[place]!;
          const [unit, , title, , code, position, serial] = branch.unit;
          return (
            <div class="unit-row" key={unit} data-unit={unit} style={{ paddingInlineStart: `${branch.depth * 16}px` }}>
              {branch.parts > 0 && !wanted ? (
                <button type="button" class="twist" aria-expanded={opened.has(unit)} aria-label={title} onClick={() => toggle(unit)}>
                  <Icon name="forward" />
                </button>
              ) : (
                <span class="twist" />
              )}
              <button type="button" class="unit-name" onClick={() => setChosen(branch.unit)}>
                <span>{title}</span>
                <span class="soft tabular">{[code || position, serial].filter(Boolean).join(" · ")}</span>
              </button>
            </div>
          );
        }}
      </Window>
    </>
  );
}

/** Keeps only the rows in sight in the page. */
function Window({ count, children }: { count: number; children: (place: number) => preact.ComponentChild }) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(640);
  useEffect(() => {
    if (box.current) setHeight(box.current.clientHeight);
  }, []);
  const first = Math.max(0, Math.floor(top / ROW_PX) - SPARE_ROWS);
  const last = Math.min(count, Math.ceil((top + height) / ROW_PX) + SPARE_ROWS);
  return (
    <div ref={box} class="window" tabIndex={0} role="region" aria-label={t("tree")} onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
      <div style={{ height: `${count * ROW_PX}px` }}>
        <div style={{ transform: `translateY(${first * ROW_PX}px)` }}>{Array.from({ length: Math.max(0, last - first) }, (_none, place) => children(first + place))}</div>
      </div>
    </div>
  );
}

function Unit({ unit, ship, close }: { unit: UnitRow; ship: PackedShip; close: () => void }) {
  const [id, , title, , code, position, serial, software, model, version, location] = unit;
  const history = ship.history[id] ?? [];
  return (
    <section class="card" data-unit-shown={id}>
      <h2>{title}</h2>
      <dl>
        <Row label={t("model")} value={[model, version].filter(Boolean).join(" ")} />
        <Row label={t("serial")} value={serial} />
        <Row label={t("software")} value={software} />
        <Row label={t("function_code")} value={code || position} />
        <Row label={t("location")} value={location} />
      </dl>
      <h3>{t("history")}</h3>
      {history.length === 0 && <p class="soft">{t("no_history")}</p>}
      <ol class="plain">
        {history.map((one) => (
          <li key={`${one.on}${one.number}${one.text}`} class="line">
            <span class="soft tabular">{one.on}</span>
            <span class="grow">{one.text} <span class="soft">{one.number}</span></span>
          </li>
        ))}
      </ol>
      <Button label={t("close")} press={close} code="close" />
    </section>
  );
}
