// The tools the work is done with; one whose calibration has run out is refused on board already.
import { useState } from "preact/hooks";
import { Button, Mark, Refusals } from "../parts/controls";
import { listsOf, useNoting, useVault } from "../parts/deck";
import { Scan } from "../parts/scan";
import type { ToolOffer } from "../pack/shapes";
import { name, t } from "../words";
import type { SectionProps } from "./index";

export function Tools({ visit, open }: SectionProps) {
  const vault = useVault();
  const note = useNoting();
  const [refused, setRefused] = useState<string[]>([]);
  const tools = [...listsOf(vault).tools].sort((a, b) => Number(b.mine) - Number(a.mine));
  const used = new Set(visit.tools.map((one) => one.tool_id));
  const today = new Date().toISOString().slice(0, 10);
  const take = async (tool: ToolOffer) => {
    if (tool.due_on && tool.due_on < today) return setRefused([`${tool.asset_number}: ${t("tool_expired")}`]);
    setRefused(await note({ kind: "tool", visit_id: visit.id, record_id: tool.id, content: {}, about: tool.asset_number }));
  };
  const scanned = (code: string) => {
    const found = tools.find((one) => one.asset_number === code);
    if (found) void take(found);
    else setRefused([t("scan_unknown", { code })]);
  };
  return (
    <>
      {open && <Scan found={scanned} />}
      <Refusals reasons={refused} />
      {tools.length === 0 && <p class="soft">{t("none")}</p>}
      <ul class="plain">
        {tools.filter((tool) => open || used.has(tool.id)).map((tool) => (
          <li key={tool.id} class="line" data-tool={tool.asset_number} data-used={used.has(tool.id)}>
            <span class="grow">
              <strong>{tool.asset_number}</strong> {name(tool)} {tool.mine && <Mark tone="active">{t("tool_mine")}</Mark>}
              {tool.due_on && <span class="soft block">{t("tool_due", { on: tool.due_on })}</span>}
              {tool.limits && <span class="soft block">{tool.limits}</span>}
            </span>
            {used.has(tool.id) ? <Mark tone="good">✓</Mark> : <Button label={t("add")} press={() => void take(tool)} code="add" />}
          </li>
        ))}
      </ul>
    </>
  );
}
