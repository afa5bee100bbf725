// Hours of everybody aboard by kind, and a timer that adds to the own ones.
import { useState } from "preact/hooks";
import { Button, Refusals, Segments, Text } from "../parts/controls";
import { packOf, useNoting, useVault } from "../parts/deck";
import type { PackedVisit } from "../pack/shapes";
import { moment, named, t } from "../words";
import { ExpectedFinish } from "./finish";
import type { SectionProps } from "./index";

const KINDS = ["travel", "wait", "work"];
const HOUR_MS = 3_600_000;
type Table = Record<string, string>;

function tableOf(visit: PackedVisit): Table {
  return Object.fromEntries(visit.hours.map((one) => [`${one.staff_id} ${one.kind}`, String(Number(one.hours))]));
}

interface Running {
  kind: string;
  since: string;
}

/** The timer outlives the app: only a kind and an instant, kept in the clear. */
function useTimer(visit: string): [Running | null, (running: Running | null) => void] {
  const key = `aftersail-field-timer-${visit}`;
  const [running, setRunning] = useState<Running | null>(() => JSON.parse(localStorage.getItem(key) ?? "null") as Running | null);
  return [
    running,
    (next) => {
      if (next) localStorage.setItem(key, JSON.stringify(next));
      else localStorage.removeItem(key);
      setRunning(next);
    },
  ];
}

export function HoursSection({ visit, open }: SectionProps) {
  const note = useNoting();
  const me = packOf(useVault())?.staff_id ?? visit.lead_id;
  const [table, setTable] = useState(() => tableOf(visit));
  const [running, setRunning] = useTimer(visit.id);
  const [kind, setKind] = useState("work");
  const [refused, setRefused] = useState<string[]>([]);
  const [told, setTold] = useState("");
  const save = async (next: Table) => {
    const wrong = Object.values(next).some((value) => value !== "" && !(Number(value) >= 0 && Number(value) <= 500));
    if (wrong) return setRefused([t("rule_hours")]);
    const entries = Object.entries(next)
      .filter(([, value]) => Number(value) > 0)
      .map(([key, value]) => ({ staff_id: key.split(" ")[0], kind: key.split(" ")[1], hours: (Math.round(Number(value) * 10) / 10).toFixed(1) }));
    const sum = entries.reduce((total, one) => total + Number(one.hours), 0);
    const failed = await note({ kind: "hours", visit_id: visit.id, content: { entries }, about: sum.toFixed(1) });
    setRefused(failed);
    if (!failed.length) setTold(t("saved"));
  };
  const stop = () => {
    if (!running) return;
    const key = `${me} ${running.kind}`;
    const spent = (Date.now() - Date.parse(running.since)) / HOUR_MS;
    const next = { ...table, [key]: (Number(table[key] ?? 0) + Math.max(spent, 0)).toFixed(1) };
    setTable(next);
    setRunning(null);
    void save(next);
  };
  return (
    <div class="form">
      {open && (
        <section class="card">
          <h2>{t("timer")}</h2>
          {running ? (
            <>
              <p>{t("timer_running", { kind: named("hours", running.kind), at: moment(running.since) })}</p>
              <Button label={t("timer_stop")} look="primary" press={stop} code="timer-stop" />
            </>
          ) : (
            <>
              <Segments label={t("hours")} name="timer" value={kind} change={setKind} options={KINDS.map((value) => ({ value, label: named("hours", value) }))} />
              <Button label={t("timer_start")} press={() => setRunning({ kind, since: new Date().toISOString() })} code="timer-start" />
            </>
          )}
        </section>
      )}
      <ExpectedFinish visit={visit} />
      {visit.people.map((person) => (
        <fieldset key={person.id} class="three">
          <legend>{person.name}</legend>
          <div>
            {KINDS.map((one) =>
              open ? (
                <Text
                  key={one}
                  label={named("hours", one)}
                  name={`${person.id} ${one}`}
                  value={table[`${person.id} ${one}`] ?? ""}
                  change={(value) => setTable({ ...table, [`${person.id} ${one}`]: value })}
                  numeric
                  most={5}
                />
              ) : (
                <p key={one}>
                  {named("hours", one)} <b class="tabular">{table[`${person.id} ${one}`] ?? "0"}</b>
                </p>
              ),
            )}
          </div>
        </fieldset>
      ))}
      <Refusals reasons={refused} />
      {open && (
        <div class="stick">
          <Button label={t("save")} look="primary" press={() => void save(table)} code="save" />
          <span role="status" class="soft">{told}</span>
        </div>
      )}
    </div>
  );
}
