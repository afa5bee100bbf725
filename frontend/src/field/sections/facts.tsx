// Diagnosis, work done, test: the text of the record.
import { useState } from "preact/hooks";
import { Button, Refusals, Segments, Text } from "../parts/controls";
import { useNoting } from "../parts/deck";
import type { PackedVisit } from "../pack/shapes";
import { named, t } from "../words";
import type { SectionProps } from "./index";

type Name =
  | "running_hours"
  | "environment"
  | "diagnosis"
  | "work_done"
  | "test_result"
  | "user_opinion"
  | "restored"
  | "permanent_due_on"
  | "software_change";
const NAMES: Name[] = [
  "diagnosis",
  "work_done",
  "test_result",
  "restored",
  "permanent_due_on",
  "running_hours",
  "environment",
  "user_opinion",
  "software_change",
];
const LINES: Partial<Record<Name, number>> = { diagnosis: 4, work_done: 5, test_result: 3, user_opinion: 2 };
const MOST: Partial<Record<Name, number>> = {
  diagnosis: 4000,
  work_done: 4000,
  test_result: 2000,
  user_opinion: 2000,
  environment: 200,
  software_change: 120,
};
const NULLABLE: Name[] = ["running_hours", "permanent_due_on"];

function entered(visit: PackedVisit): Record<Name, string> {
  return Object.fromEntries(NAMES.map((one) => [one, visit[one] ?? ""])) as Record<Name, string>;
}

export function Facts({ visit, open }: SectionProps) {
  const note = useNoting();
  const [first, setFirst] = useState(() => entered(visit));
  const [values, setValues] = useState(first);
  const [told, setTold] = useState("");
  const [refused, setRefused] = useState<string[]>([]);
  const change = (one: Name) => (value: string) => {
    setValues({ ...values, [one]: value });
    setTold("");
  };
  const save = async () => {
    const changed = NAMES.filter((one) => values[one] !== first[one]);
    if (!changed.length) return setTold(t("no_changes"));
    if (values.running_hours && !(Number(values.running_hours) >= 0)) return setRefused([t("rule_number")]);
    const sent = Object.fromEntries(changed.map((one) => [one, values[one] === "" && NULLABLE.includes(one) ? null : values[one]]));
    const before = Object.fromEntries(changed.map((one) => [one, first[one]]));
    const about = changed.map((one) => t(one)).join(t("between_numbers"));
    const failed = await note({ kind: "facts", visit_id: visit.id, content: { ...sent, before }, about });
    setRefused(failed);
    if (failed.length) return;
    setFirst(values);
    setTold(t("saved"));
  };
  if (!open) return <Read visit={visit} />;
  return (
    <div class="form">
      {NAMES.map((one) =>
        one === "restored" ? (
          <Segments
            key={one}
            label={t(one)}
            name={one}
            value={values[one]}
            change={change(one)}
            options={["restored", "temporary", "not"].map((value) => ({ value, label: named("restored", value) }))}
          />
        ) : one === "permanent_due_on" && values.restored !== "temporary" ? null : (
          <Text
            key={one}
            label={t(one)}
            name={one}
            value={values[one]}
            change={change(one)}
            numeric={one === "running_hours"}
            type={one === "permanent_due_on" ? "date" : "text"}
            {...(LINES[one] && { lines: LINES[one] })}
            {...(MOST[one] && { most: MOST[one] })}
          />
        ),
      )}
      <Refusals reasons={refused} />
      <div class="stick">
        <Button label={t("save")} look="primary" press={() => void save()} code="save" />
        <span role="status" class="soft">{told}</span>
      </div>
    </div>
  );
}

function Read({ visit }: { visit: PackedVisit }) {
  return (
    <dl>
      {NAMES.filter((one) => visit[one]).map((one) => (
        <div class="row" key={one}>
          <dt>{t(one)}</dt>
          <dd>{one === "restored" ? named("restored", visit[one]) : visit[one]}</dd>
        </div>
      ))}
    </dl>
  );
}
