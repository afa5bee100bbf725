// My visits, the ones under way first.
import { useState } from "preact/hooks";
import { Button, Empty, Mark, Refusals, type Tone } from "../parts/controls";
import { packOf, useDeck, useVault, visitsOf } from "../parts/deck";
import { Frame } from "../parts/frame";
import type { PackedVisit, VisitState } from "../pack/shapes";
import { moment, name, named, t } from "../words";

const TONES: Partial<Record<VisitState, Tone>> = {
  assigned: "info",
  accepted: "info",
  travelling: "active",
  arrived: "active",
  working: "active",
  waiting: "waiting",
  work_done: "attention",
  returned: "attention",
  signed: "good",
  closed: "good",
  reviewed: "good",
  aborted: "bad",
};
const FIRST: VisitState[] = ["working", "waiting", "arrived", "travelling", "work_done", "returned", "accepted", "assigned"];

export function StateMark({ state }: { state: VisitState }) {
  return <Mark tone={TONES[state] ?? "neutral"}>{named("state", state)}</Mark>;
}

function place(visit: PackedVisit): number {
  const at = FIRST.indexOf(visit.state);
  return at < 0 ? FIRST.length : at;
}

export function Visits() {
  const vault = useVault();
  const visits = visitsOf(vault).sort((a, b) => place(a) - place(b));
  return (
    <Frame title={t("visits")}>
      <PackLine />
      {visits.length === 0 && <Empty title={packOf(vault) ? t("no_visits") : t("pack_never")} next={t("no_visits_next")} />}
      <ul class="cards" data-list="visits">
        {visits.map((visit) => (
          <li key={visit.id}>
            <a class="card" href={`#/visits/${visit.id}`} data-visit={visit.id}>
              <div class="card-head">
                <strong>{name(visit.ship)}</strong>
                <StateMark state={visit.state} />
              </div>
              <p>{visit.case.title}</p>
              <p class="soft tabular">
                {moment(visit.planned_from)} – {moment(visit.planned_until)}
                {visit.port && ` · ${name(visit.port)}`}
              </p>
              <p class="soft tabular">{visit.number}</p>
            </a>
          </li>
        ))}
      </ul>
    </Frame>
  );
}

/** How much was taken along, when, and the way to take it anew. */
function PackLine() {
  const vault = useVault();
  const { refreshPack } = useDeck();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  const bytes = [...vault.pieces.values()].reduce((sum, piece) => sum + piece.size, 0);
  const at = vault.pieces.get("pack")?.at;
  const fetchAnew = async () => {
    setBusy(true);
    setRefused([]);
    try {
      await refreshPack();
    } catch (error) {
      setRefused([t("pack_failed", { reason: (error as Error).message || t("offline") })]);
    }
    setBusy(false);
  };
  return (
    <div class="pack-line">
      <span class="soft" data-taken={at ?? ""}>{at ? t("pack_taken", { mb: (bytes / 1e6).toFixed(2), at: moment(at) }) : t(bytes > 0 ? "pack_refreshing" : "pack_never")}</span>
      <Button label={busy ? t("pack_refreshing") : t("pack_refresh")} icon="refresh" press={() => void fetchAnew()} disabled={busy} code="refresh" />
      <Refusals reasons={refused} />
    </div>
  );
}
