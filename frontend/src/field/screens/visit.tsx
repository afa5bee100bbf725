// One visit: what it is about, the next move, and its sections.
import { useState } from "preact/hooks";
import { Button, Empty, Refusals, Row, Segments, Text } from "../parts/controls";
import { useNoting, useVault, visitOf } from "../parts/deck";
import { Frame } from "../parts/frame";
import { Icon } from "../parts/icons";
import type { Going, PackedVisit } from "../pack/shapes";
import { SECTIONS } from "../sections";
import { type Move, movesFrom, UNSIGNED } from "../visit/moves";
import { finishRefused } from "../visit/rules";
import { moment, name, named, t, type Word } from "../words";
import { StateMark } from "./visits";

const WAITS = ["parts", "access", "test", "weather"];

export function VisitScreen({ id }: { id: string }) {
  const visit = visitOf(useVault(), id);
  if (!visit) return <Gone />;
  return (
    <Frame title={name(visit.ship)} back="#/">
      <section class="head">
        <div class="card-head">
          <span class="soft tabular">{visit.number}</span>
          <StateMark state={visit.state} />
        </div>
        <h2>{visit.case.title}</h2>
        <Moves key={visit.state} visit={visit} />
      </section>
      <ul class="section-list">
        {SECTIONS.map((section) => (
          <li key={section.code}>
            <a href={`#/visits/${id}/${section.code}`} data-section={section.code}>
              <Icon name={section.icon} />
              <span class="grow">{t(section.label)}</span>
              <span class="count tabular">{section.count(visit)}</span>
              <Icon name="forward" />
            </a>
          </li>
        ))}
        <li>
          <a href={`#/ships/${visit.ship.id}/${id}`} data-section="tree">
            <Icon name="tree" />
            <span class="grow">{t("tree")}</span>
            <Icon name="forward" />
          </a>
        </li>
      </ul>
      <About visit={visit} />
    </Frame>
  );
}

function Gone() {
  return (
    <Frame title={t("visits")} back="#/">
      <Empty title={t("pack_never")} />
    </Frame>
  );
}

/** One section on a screen of its own. */
export function SectionScreen({ id, code }: { id: string; code: string }) {
  const visit = visitOf(useVault(), id);
  const section = SECTIONS.find((one) => one.code === code);
  if (!visit || !section) return <Gone />;
  const open = UNSIGNED.includes(visit.state);
  return (
    <Frame title={t(section.label)} back={`#/visits/${id}`}>
      {!open && visit.signed_at && <p class="note">{t("signed_stays")}</p>}
      <section.Screen visit={visit} open={open} />
    </Frame>
  );
}

function Moves({ visit }: { visit: PackedVisit }) {
  const note = useNoting();
  const [asked, setAsked] = useState("");
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState<string[]>([]);
  const make = async (move: Move, why = "") => {
    const reasons = move.name === "finish" ? finishRefused(visit) : [];
    setRefused(reasons);
    if (reasons.length) return;
    const content = why ? { reason: why } : {};
    setRefused(await note({ kind: "move", visit_id: visit.id, move: move.name, content, about: move.name }));
    setAsked("");
  };
  const moves = movesFrom(visit.state);
  const main = moves.find((move) => move.primary);
  return (
    <div class="moves">
      {main && (
        <Button label={named("move", main.name)} look="primary" press={() => void make(main)} code={main.name} />
      )}
      <div class="pair">
        {moves
          .filter((move) => move !== main && !(main?.name === "set_out" && move.name === "arrive"))
          .map((move) => (
            <Button
              key={move.name}
              label={named("move", move.name)}
              look={move.name === "abort" ? "danger" : "plain"}
              press={() => (["wait", "abort"].includes(move.name) ? (setAsked(move.name), setReason("")) : void make(move))}
              code={move.name}
            />
          ))}
      </div>
      {asked === "wait" && (
        <div class="ask">
          <Segments
            label={t("wait_for")}
            name="wait"
            value={reason}
            change={setReason}
            options={WAITS.map((value) => ({ value, label: named("wait", value) }))}
          />
          <Ask reason={reason} missing="wait_needed" go={(why) => void make(moves.find((one) => one.name === "wait")!, why)} refuse={setRefused} />
        </div>
      )}
      {asked === "abort" && (
        <div class="ask">
          <Text label={t("abort_why")} name="abort" lines={3} most={300} value={reason} change={setReason} />
          <Ask reason={reason} missing="abort_needed" go={(why) => void make(moves.find((one) => one.name === "abort")!, why)} refuse={setRefused} />
        </div>
      )}
      <Refusals reasons={refused} />
    </div>
  );
}

function Ask({ reason, missing, go, refuse }: { reason: string; missing: Word; go: (why: string) => void; refuse: (reasons: string[]) => void }) {
  return <Button label={t("save")} look="primary" press={() => (reason.trim() ? go(reason.trim()) : refuse([t(missing)]))} code="reason" />;
}

function About({ visit }: { visit: PackedVisit }) {
  return (
    <section class="about">
      <dl>
        <Row label={t("planned")} value={`${moment(visit.planned_from)} – ${moment(visit.planned_until)}`} />
        <Row label={t("case")} value={`${visit.case.number} ${visit.case.description}`} />
        <Row label={t("order_scope")} value={visit.order.scope} />
        <Row label={t("safety")} value={visit.order.safety_notes} />
        <Row label={t("parts_to_take")} value={visit.order.parts_list} />
        {visit.wait_reason && <Row label={t("wait_for")} value={named("wait", visit.wait_reason)} />}
        {visit.abort_reason && <Row label={t("abort_why")} value={visit.abort_reason} />}
      </dl>
      <Reached title={t("who_goes")} people={visit.people.map(going)} />
      <Reached title={t("contacts")} people={visit.contacts.map((one) => ({ id: one.id, name: one.name, more: one.post, phone: one.phone }))} />
    </section>
  );
}

interface Reachable {
  id: string;
  name: string;
  more: string;
  phone: string;
}

function going(one: Going): Reachable {
  const more = [one.leads ? t("leads") : "", name(one.station)].filter(Boolean).join(" · ");
  return { id: one.id, name: name(one), more, phone: one.station.phone };
}

/** People by name, and how to call them. */
function Reached({ title, people }: { title: string; people: Reachable[] }) {
  if (people.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul class="plain">
        {people.map((person) => (
          <li key={person.id} class="line person">
            <span class="grow">
              <strong>{person.name}</strong> <span class="soft">{person.more}</span>
            </span>
            {person.phone && (
              <a class="button plain" href={`tel:${person.phone}`}>
                <Icon name="phone" />
                <span class="tabular">{person.phone}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
