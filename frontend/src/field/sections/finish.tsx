// When the work on board will be finished: said in hours from now, so that the desk can plan anew what waits.
import { useState } from "preact/hooks";
import type { PackedVisit } from "../pack/shapes";
import { Button, Refusals, Segments } from "../parts/controls";
import { useNoting } from "../parts/deck";
import { UNDER_WAY } from "../visit/moves";
import { moment, t } from "../words";

const HOUR_MS = 3_600_000;
const HOURS = ["1", "2", "4", "8", "24", "48"];

export function ExpectedFinish({ visit }: { visit: PackedVisit }) {
  const note = useNoting();
  const [hours, setHours] = useState("");
  const [refused, setRefused] = useState<string[]>([]);
  if (!UNDER_WAY.includes(visit.state)) return null;
  const save = async () => {
    if (!hours) return setRefused([t("finish_choose")]);
    const until = new Date(Date.now() + Number(hours) * HOUR_MS).toISOString();
    const failed = await note({ kind: "expected_finish", visit_id: visit.id, content: { until }, about: moment(until) });
    setRefused(failed);
    if (!failed.length) setHours("");
  };
  return (
    <section class="card">
      <h2>{t("finish_expected")}</h2>
      <p class="soft" data-expected={visit.expected_until ?? ""}>
        {visit.expected_until ? t("finish_told", { at: moment(visit.expected_until) }) : t("finish_planned", { at: moment(visit.planned_until) })}
      </p>
      <Segments label={t("finish_in")} name="finish" value={hours} change={setHours} options={HOURS.map((value) => ({ value, label: t("hours_from_now", { hours: value }) }))} />
      <Refusals reasons={refused} />
      <Button label={t("finish_tell")} press={() => void save()} code="tell-finish" />
    </section>
  );
}
