// The unit that something is about, chosen from the ship's tree by a few letters or its label.
import { useEffect, useState } from "preact/hooks";
import type { PackedShip } from "../pack/shapes";
import { t } from "../words";
import { Labelled } from "./controls";
import { useVault } from "./deck";

const MOST_SHOWN = 30;

export function useShip(id: string): PackedShip | undefined {
  const vault = useVault();
  const [ship, setShip] = useState<PackedShip | undefined>(() => vault.pieces.get(`ship:${id}`)?.content as PackedShip | undefined);
  useEffect(() => {
    void vault.piece<PackedShip>(`ship:${id}`).then((piece) => setShip(piece?.content));
  }, [id, vault]);
  return ship;
}

export function UnitPicker({ ship, value, change }: { ship: string; value: string | null; change: (id: string | null) => void }) {
  const units = useShip(ship)?.units ?? [];
  const [wanted, setWanted] = useState("");
  const chosen = units.find((unit) => unit[0] === value);
  const words = wanted.trim().toLowerCase();
  const found = words ? units.filter((unit) => [unit[2], unit[4], unit[6], unit[11]].some((cell) => cell.toLowerCase().includes(words))) : [];
  const offered = found.slice(0, MOST_SHOWN);
  const shown = chosen && !offered.includes(chosen) ? [chosen, ...offered] : offered;
  return (
    <>
      <Labelled label={t("search")} hint={t("equipment")}>
        {(id) => <input id={id} name="unit_search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} autocomplete="off" />}
      </Labelled>
      <Labelled label={t("equipment")}>
        {(id) => (
          <select id={id} name="equipment" value={value ?? ""} onChange={(event) => change(event.currentTarget.value || null)}>
            <option value="">{t("none")}</option>
            {shown.map((unit) => (
              <option key={unit[0]} value={unit[0]}>
                {unit[2]} {unit[6]}
              </option>
            ))}
          </select>
        )}
      </Labelled>
    </>
  );
}
