// Lines that take several things: parts in and out with their serial numbers, tools used.
import { useId } from "preact/hooks";
import { Button, Labelled, Text } from "../parts/controls";
import { listsOf, useVault } from "../parts/deck";
import { name, t } from "../words";
import type { AnswerProps } from "./answers";
import type { PartRow } from "./said";

const MOST_OFFERED = 20;
const MOST_ROWS = 50;

/** A text with what the lists taken along know of it. */
function Known({ label, as, value, change, offers }: { label: string; as: string; value: string; change: (value: string) => void; offers: { value: string; label: string }[] }) {
  const list = useId();
  const words = value.trim().toLowerCase();
  const found = offers.filter((one) => `${one.value} ${one.label}`.toLowerCase().includes(words)).slice(0, MOST_OFFERED);
  return (
    <Labelled label={label}>
      {(id) => (
        <>
          <input id={id} name={as} value={value} list={list} maxLength={120} autocomplete="off" onInput={(event) => change(event.currentTarget.value)} />
          <datalist id={list}>
            {found.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Labelled>
  );
}

export function PartRows({ field, value, change }: AnswerProps) {
  const { parts } = listsOf(useVault());
  const rows = (value ?? []) as PartRow[];
  const offers = parts.map((one) => ({ value: one.number, label: name(one) }));
  const put = (place: number, part: Partial<PartRow>) => change(rows.map((row, at) => (at === place ? cleaned({ ...row, ...part }) : row)));
  const drop = (place: number) => change(rows.length > 1 ? rows.filter((_row, at) => at !== place) : null);
  return (
    <>
      {rows.map((row, place) => (
        <div class="form row-of" key={place}>
          <Known label={t("part_number")} as={`${field.key}.${place}.part`} value={row.part} change={(part) => put(place, { part })} offers={offers} />
          <Text
            label={t("quantity")}
            name={`${field.key}.${place}.quantity`}
            value={String(row.quantity ?? "")}
            change={(text) => put(place, { quantity: text ? Number(text) : 0 })}
            numeric
            most={3}
          />
          <div class="two">
            <Text label={t("serial_in")} name={`${field.key}.${place}.serial_in`} value={row.serial_in ?? ""} change={(serial_in) => put(place, { serial_in })} most={120} />
            <Text label={t("serial_out")} name={`${field.key}.${place}.serial_out`} value={row.serial_out ?? ""} change={(serial_out) => put(place, { serial_out })} most={120} />
          </div>
          <Button label={t("remove")} press={() => drop(place)} />
        </div>
      ))}
      {rows.length < MOST_ROWS && <Button label={t("form_add_part")} press={() => change([...rows, { part: "", quantity: 1 }])} code={`add-${field.key}`} />}
    </>
  );
}

/** Return a row without what is empty. */
function cleaned({ part, quantity, serial_in, serial_out }: PartRow): PartRow {
  return { part, ...(quantity && { quantity }), ...(serial_in && { serial_in }), ...(serial_out && { serial_out }) };
}

export function ToolRows({ field, value, change }: AnswerProps) {
  const { tools } = listsOf(useVault());
  const rows = (value ?? []) as string[];
  const offers = tools.map((one) => ({ value: `${one.asset_number} ${name(one)}`, label: one.limits }));
  const put = (place: number, text: string) => change(rows.map((row, at) => (at === place ? text : row)));
  const drop = (place: number) => change(rows.length > 1 ? rows.filter((_row, at) => at !== place) : null);
  return (
    <>
      {rows.map((row, place) => (
        <div class="form row-of" key={place}>
          <Known label={t("tool")} as={`${field.key}.${place}`} value={row} change={(text) => put(place, text)} offers={offers} />
          <Button label={t("remove")} press={() => drop(place)} />
        </div>
      ))}
      {rows.length < MOST_ROWS && <Button label={t("form_add_tool")} press={() => change([...rows, ""])} code={`add-${field.key}`} />}
    </>
  );
}
