// The procedure, step by step: readings, limits, hold points, in order.
import { useState } from "preact/hooks";
import { Button, Mark, Refusals, Select, Text } from "../parts/controls";
import { useNoting } from "../parts/deck";
import type { Step } from "../pack/shapes";
import { orderRefused, stepRefused } from "../visit/rules";
import { language, moment, named, t } from "../words";
import type { SectionProps } from "./index";

export function Steps({ visit, open }: SectionProps) {
  const done = visit.steps.filter((step) => step.result).length;
  const next = visit.steps.find((step) => !step.result)?.id ?? "";
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = chosen ?? next;
  return (
    <>
      <p class="soft">{t("steps_done", { done, all: visit.steps.length })}</p>
      <progress max={visit.steps.length || 1} value={done} aria-label={t("steps")} />
      <ol class="steps">
        {visit.steps.map((step) => (
          <li key={step.id} data-step={step.place} data-result={step.result} class={step.id === shown ? "open" : ""}>
            <button type="button" class="step-head" aria-expanded={step.id === shown} onClick={() => setChosen(step.id === shown ? "" : step.id)}>
              <span class="step-place tabular">{step.place}</span>
              <span class="grow">{language() === "en" && step.text_en ? step.text_en : step.text}</span>
              {step.hold_point && <Mark tone="attention">{t("hold_point")}</Mark>}
              {step.result && <StepResult step={step} />}
            </button>
            {step.id === shown && (
              <StepForm key={`${step.id}${step.result}`} step={step} visit={visit} open={open} after={() => setChosen(null)} />
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

function StepResult({ step }: { step: Step }) {
  const tone = step.result === "pass" ? "good" : step.result === "fail" ? "bad" : "neutral";
  return <Mark tone={tone}>{named("result", step.result)}</Mark>;
}

function limits(step: Step): string {
  const shown = (value: string | null) => (value === null ? "" : String(Number(value)));
  return `${shown(step.low)} – ${shown(step.high)} ${step.unit}`.trim();
}

function StepForm({ step, visit, open, after }: SectionProps & { step: Step; after: () => void }) {
  const note = useNoting();
  const [result, setResult] = useState(step.result);
  const [reading, setReading] = useState(step.reading === null ? "" : String(Number(step.reading)));
  const [text, setText] = useState(step.note);
  const [approver, setApprover] = useState("");
  const [refused, setRefused] = useState<string[]>([]);
  const measured = step.low !== null || step.high !== null || step.unit !== "";
  const save = async (wanted: string) => {
    setResult(wanted);
    const entry = { result: wanted, reading: reading.trim(), note: text, approver };
    const reasons = wanted ? [...stepRefused(step, entry), ...orderRefused(step.place, visit.steps)] : [];
    if (reasons.length) return setRefused(reasons);
    const content = {
      result: wanted,
      note: text,
      version: step.version,
      ...(entry.reading && { reading: entry.reading }),
      ...(wanted === "skipped" && { skip_approved_by_id: approver }),
    };
    const failed = await note({ kind: "step", visit_id: visit.id, record_id: step.id, content, about: String(step.place) });
    setRefused(failed);
    if (!failed.length) after();
  };
  return (
    <div class="step-body">
      {measured && <p class="soft">{t("limits")} <b class="tabular">{limits(step)}</b></p>}
      {step.done_at && <p class="soft tabular">{moment(step.done_at)}</p>}
      {!open && step.note && <p>{step.note}</p>}
      {!open && step.reading && <p class="tabular">{Number(step.reading)} {step.unit}</p>}
      {open && (
        <>
          {measured && <Text label={`${t("reading")} ${step.unit}`} name="reading" value={reading} change={setReading} numeric most={14} />}
          <Text label={t("note")} name="note" hint={t("optional")} value={text} change={setText} lines={2} most={300} />
          <div class="pair">
            <Button label={t("result_pass")} icon="check" look="primary" press={() => void save("pass")} code="pass" />
            <Button label={t("result_fail")} icon="x" look="danger" press={() => void save("fail")} code="fail" />
          </div>
          {!step.hold_point && (
            <details class="skip" open={result === "skipped"}>
              <summary>{t("skip")}</summary>
              <Select
                label={t("skip_approved_by")}
                name="approver"
                value={approver}
                change={setApprover}
                options={visit.approvers.map((one) => ({ value: one.id, label: one.name }))}
              />
              <Button label={t("skip")} press={() => void save("skipped")} code="skip" />
            </details>
          )}
          {step.result && <Button label={t("reopen")} press={() => void save("")} code="reopen" />}
          <Refusals reasons={refused} />
        </>
      )}
    </div>
  );
}
