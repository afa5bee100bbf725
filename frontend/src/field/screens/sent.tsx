// Sent and unsent: every deed with its number, its time, and what became of it.
import { useState } from "preact/hooks";
import { Button, Empty, Mark, type Tone } from "../parts/controls";
import { text, Version } from "../parts/compared";
import { FormVersions } from "../forms/compared";
import { useDeck, useVault, visitOf } from "../parts/deck";
import { Frame } from "../parts/frame";
import { Icon } from "../parts/icons";
import type { Command, Content, State } from "../queue/command";
import { asksForSomebody, waiting } from "../queue/order";
import { moment, name, named, t, type Word } from "../words";

const TONES: Record<State, Tone> = { here: "attention", sent: "info", done: "good", refused: "bad", conflict: "bad", failed: "bad" };
const AT_ONCE = 100;

/** Say a command in words. */
export function said(command: Command): string {
  const about = command.kind === "move" ? named("move", command.about) : command.about;
  return t(`kind_${command.kind}` as Word, { about });
}

export function Sent() {
  const vault = useVault();
  const { sender } = useDeck();
  const [shown, setShown] = useState(AT_ONCE);
  const asking = vault.queue.filter(asksForSomebody);
  const others = vault.queue.filter((one) => !asksForSomebody(one)).reverse();
  const unsent = vault.queue.filter(waiting).length;
  const photoBytes = [...vault.photos.values()].reduce((sum, size) => sum + size, 0);
  return (
    <Frame title={t("sent_page")} back="#/">
      <div class="sent-head" data-unsent={unsent} data-line={sender.line}>
        <strong>{unsent ? t("unsent_count", { count: unsent }) : t("all_sent")}</strong>
        <span class="soft">{lineSaid(sender.line)}</span>
        {vault.photos.size > 0 && <p>{t("photos_waiting", { count: vault.photos.size, mb: (photoBytes / 1e6).toFixed(1) })}</p>}
        <Button label={t("send_now")} icon="cloud" look="primary" press={() => void sender.send()} disabled={sender.line === "sending"} code="send" />
      </div>
      <Notices />
      {asking.length > 0 && <h2>{t("needs_you_count", { count: asking.length })}</h2>}
      <ol class="cards">
        {asking.map((command) => (
          <Asking key={command.id} command={command} />
        ))}
      </ol>
      <p class="soft">{t("queue_intro")}</p>
      {vault.queue.length === 0 && <Empty title={t("queue_empty")} />}
      <ol class="plain queue">
        {others.slice(0, shown).map((command) => (
          <Line key={command.id} command={command} />
        ))}
      </ol>
      {others.length > shown && <Button label={t("more")} press={() => setShown(shown + AT_ONCE)} />}
      <Export />
    </Frame>
  );
}

function lineSaid(line: string): string {
  if (line === "offline") return t("offline");
  if (line === "sending") return t("sending");
  if (line === "failing") return t("retry_at");
  return t("online");
}

/** What somebody must know about the device, its clock, its store, the server. */
function Notices() {
  const vault = useVault();
  const { sender } = useDeck();
  const numbers = vault.damaged.map((one) => one.number).join(t("between_numbers"));
  return (
    <>
      {sender.line === "signed_out" && (
        <Notice code="signed-out" title={t("sign_in_to_send")}>
          <a class="button primary" href="/sign-in/?next=/field/">{t("sign_in")}</a>
        </Notice>
      )}
      {vault.damaged.length > 0 && <Notice code="damaged" title={t("damaged_title", { count: vault.damaged.length })} text={t("damaged_text", { numbers })} />}
      {sender.restoredFrom > 0 && <Notice code="restored" title={t("restored_title")} text={t("restored_text", { number: sender.restoredFrom })} />}
      {sender.lacking > 0 && <Notice code="lacking" title={t("restored_title")} text={t("restored_missing", { number: sender.lacking })} />}
      {sender.skewSeconds !== 0 && <Notice code="clock" title={t("clock_wrong", { minutes: Math.round(sender.skewSeconds / 60) })} />}
      {sender.reason && <Notice code="reason" title={t("failed_reason", { reason: sender.reason })} />}
    </>
  );
}

function Notice({ code, title, text, children }: { code: string; title: string; text?: string; children?: preact.ComponentChildren }) {
  return (
    <div class="notice" role="alert" data-notice={code}>
      <Icon name="alert" />
      <div>
        <strong>{title}</strong>
        {text && <p>{text}</p>}
        {children}
      </div>
    </div>
  );
}

function Line({ command }: { command: Command }) {
  const vault = useVault();
  const visit = visitOf(vault, command.visit_id);
  return (
    <li class="line" data-command={command.number} data-state={command.state}>
      <span class="number tabular">{command.number}</span>
      <span class="grow">
        {said(command)}
        <span class="soft block tabular">
          {moment(command.made_at)} {visit && `· ${name(visit.ship)}`}
        </span>
        {command.verdict?.clock_doubtful && <span class="soft block">{t("clock_doubtful")}</span>}
        {command.settled && <span class="soft block">{t(command.settled === "kept" ? "settled_kept" : "settled_again")}</span>}
      </span>
      <Mark tone={TONES[command.state]}>{named("command_state", command.state)}</Mark>
    </li>
  );
}

/** A refusal or conflict: why, both versions side by side, and what can be done. */
function Asking({ command }: { command: Command }) {
  const vault = useVault();
  const { sender } = useDeck();
  const theirs = command.verdict?.theirs ?? null;
  const settle = async (settled: "kept" | "again") => {
    if (settled === "again") await vault.note(sentAgain(command), Infinity);
    const { visit_id, id, number } = command;
    await vault.note({ kind: "decision", visit_id, record_id: id, about: String(number), content: { settled } }, Infinity);
    await vault.update([{ ...command, settled }]);
    void sender.send();
  };
  return (
    <li class="card" data-command={command.number} data-state={command.state}>
      <div class="card-head">
        <strong>
          {command.number}. {said(command)}
        </strong>
        <Mark tone="bad">{named("command_state", command.state)}</Mark>
      </div>
      <p class="soft tabular">{moment(command.made_at)}</p>
      <ul class="reasons">
        {command.verdict?.reasons.map((reason) => <li key={reason}>{reason}</li>)}
      </ul>
      {command.state === "conflict" && (
        <div class="versions">
          {command.kind.startsWith("form") ? <FormVersions command={command} /> : <>
          <Version title={t("mine")} values={command.content} only={command.content} other={theirs} />
          {theirs ? <Version title={t("theirs")} values={theirs} only={command.content} other={command.content} /> : <p>{t("theirs_gone")}</p>}
          </>}
        </div>
      )}
      <div class="pair">
        {command.state === "conflict" && theirs && !closedForm(command) && <Button label={t("send_mine")} look="primary" press={() => void settle("again")} code="send-mine" />}
        <Button label={t(command.state === "conflict" ? "keep_theirs" : "understood")} press={() => void settle("kept")} code="keep-theirs" />
      </div>
    </li>
  );
}

/** Whether it is about a form that nobody may change any more. */
function closedForm(command: Command): boolean {
  return command.kind.startsWith("form") && command.verdict?.theirs?.["state"] !== "draft";
}

/** Return the deed once more, on the version that stands on the server. */
export function sentAgain(command: Command) {
  const theirs = command.verdict?.theirs ?? {};
  const content: Content = { ...command.content };
  if (("version" in content || command.kind.startsWith("form")) && theirs["version"] !== undefined) content["version"] = theirs["version"];
  if (typeof content["before"] === "object" && content["before"] !== null) {
    content["before"] = Object.fromEntries(Object.keys(content["before"]).map((key) => [key, text(theirs[key])]));
  }
  const { kind, visit_id, about, record_id, move } = command;
  return { kind, visit_id, about, content, ...(record_id && { record_id }), ...(move && { move }) };
}

function Export() {
  const vault = useVault();
  const save = () => {
    const address = URL.createObjectURL(new Blob([vault.exported()], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `aftersail-field-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    URL.revokeObjectURL(address);
  };
  return <Button label={t("export")} press={save} code="export" />;
}
