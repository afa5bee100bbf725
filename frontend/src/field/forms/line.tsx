// One line of a form: what it asks, how it is answered, whether it failed and what follows, whether it may be skipped.
import { Button, Mark, Select, Text } from "../parts/controls";
import { Icon } from "../parts/icons";
import { t } from "../words";
import { type Field, say } from "./definition";
import { heldSaid } from "./entry";
import { Answer } from "./answers";
import { FormPhotos } from "./photos";
import { isFilled, judged, type Stop } from "./rules";
import { followUpOf, limitsOf, saidValue } from "./said";
import type { Filling } from "./screen";

/** Kinds whose one answer is labelled by the line itself. */
const ASKED_ONCE = ["text", "choice", "yes_no", "date", "datetime"];

export function Line({ field, filling, held }: { field: Field; filling: Filling; held: { field: Field; stop: Stop } | undefined }) {
  const value = filling.form.values[field.key];
  const skip = filling.form.skipped[field.key];
  const result = judged(field, value) || (skip ? "skipped" : "");
  const closed = filling.over || filling.frozen.has(field.key);
  return (
    <div class="form-line" data-line={field.key} data-result={result} data-held={Boolean(held) && !closed}>
      <Head field={field} result={result} />
      {closed ? (
        <p>
          {skip ? `${t("result_skipped")}: ${skip.reason} · ${skip.by}` : saidValue(field, value) || "—"}
        </p>
      ) : held && !isFilled(value) ? (
        <p class="held">
          <Icon name="hand" /> {heldSaid(held)}
        </p>
      ) : (
        <div class={ASKED_ONCE.includes(field.kind) ? "asked" : "form"}>
          <Answer field={field} value={value} change={(next) => filling.put(field.key, next)} />
        </div>
      )}
      {field.kind === "photo" && <FormPhotos field={field} filling={filling} open={!closed && !held} />}
      {field.point === "witness" && <Witnessed field={field} filling={filling} open={!closed && !held} />}
      <Earlier field={field} attempts={filling.form.attempts[field.key] ?? []} />
      {result === "fail" && field.follow_up && !filling.form.follow_ups.some((one) => one.line === field.key) && (
        <p class="follow-up">
          {t("form_follow_up")} {followUpOf(field, value)}
        </p>
      )}
      {!closed && !held && <Skip field={field} filling={filling} />}
    </div>
  );
}

function Head({ field, result }: { field: Field; result: string }) {
  const limits = limitsOf(field);
  return (
    <div class="line-head">
      <strong class="grow">{say(field.label)}</strong>
      {field.required && <Mark tone="neutral">{t("required")}</Mark>}
      {field.point && <Mark tone={field.point === "hold" ? "attention" : "info"}>{t(field.point === "hold" ? "hold_point" : "witness_point")}</Mark>}
      {result === "pass" && <Mark tone="good">{t("form_pass")}</Mark>}
      {result === "fail" && <Mark tone="bad">{t("form_fail")}</Mark>}
      {result === "skipped" && <Mark tone="neutral">{t("result_skipped")}</Mark>}
      {say(field.hint) && <p class="soft">{say(field.hint)}</p>}
      {limits && (
        <p class="soft tabular">
          {t("limits")} {limits}
        </p>
      )}
    </div>
  );
}

/** Who saw a witness point; where those who were told did not come, why. */
function Witnessed({ field, filling, open }: { field: Field; filling: Filling; open: boolean }) {
  const { key } = field;
  const told = filling.entry.witnesses[key] ?? filling.form.witnessed?.[key] ?? { name: "", absent: "" };
  if (!open) return told.name || told.absent ? <p class="soft">{`${t("witness")}: ${told.name || "—"} ${told.absent}`}</p> : null;
  return (
    <>
      <Text label={t("witness")} name={`${key}.witness`} value={told.name} change={(name) => filling.witness(key, { ...told, name })} most={60} />
      <Text label={t("witness_absent")} name={`${key}.absent`} hint={t("optional")} value={told.absent} change={(absent) => filling.witness(key, { ...told, absent })} most={300} />
    </>
  );
}

function Earlier({ field, attempts }: { field: Field; attempts: readonly unknown[] }) {
  if (!attempts.length) return null;
  return (
    <p class="soft">
      {t("form_earlier")} {attempts.map((one) => saidValue(field, one)).join(t("between_numbers"))}
    </p>
  );
}

/** Skipping takes a reason and somebody's approval; a hold point is never skipped. */
function Skip({ field, filling }: { field: Field; filling: Filling }) {
  const { key } = field;
  if (field.point === "hold" || !(field.step || field.required) || isFilled(filling.form.values[key])) return null;
  const writing = filling.entry.skips[key];
  const kept = writing === undefined ? filling.form.skipped[key] : undefined;
  if (kept) {
    return (
      <div class="form">
        <p class="soft">{`${kept.reason} · ${kept.by}`}</p>
        <Button label={t("form_unskip")} press={() => filling.skip(key, null)} code={`unskip-${key}`} />
      </div>
    );
  }
  const told = writing ?? { reason: "", approver: "" };
  return (
    <details class="skip" open={Boolean(writing)}>
      <summary>{t("form_skip")}</summary>
      <Text label={t("form_skip_why")} name={`${key}.skip`} value={told.reason} change={(reason) => filling.skip(key, { ...told, reason })} most={300} />
      <Select
        label={t("skip_approved_by")}
        name={`${key}.approver`}
        value={told.approver}
        change={(approver) => filling.skip(key, { ...told, approver })}
        options={filling.visit.approvers.map((one) => ({ value: one.id, label: one.name }))}
      />
      {writing && <Button label={t("cancel")} press={() => filling.skip(key, null)} />}
    </details>
  );
}
