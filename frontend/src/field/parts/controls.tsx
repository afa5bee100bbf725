// Controls for one hand and gloves: large, labelled, told apart by more than colour.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { t } from "../words";
import { Icon, type IconName } from "./icons";

export function Labelled({ label, children, hint }: { label: string; children: (id: string) => ComponentChildren; hint?: string }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        {label}
        {hint && <span class="hint"> {hint}</span>}
      </label>
      {children(id)}
    </div>
  );
}

interface TextProps {
  label: string;
  name: string;
  value: string;
  change: (value: string) => void;
  hint?: string;
  lines?: number;
  type?: "text" | "date" | "password";
  numeric?: boolean;
  most?: number;
}

export function Text({ label, name, value, change, hint, lines, type = "text", numeric, most }: TextProps) {
  const shared = {
    name,
    value,
    onInput: (event: Event) => change((event.currentTarget as HTMLInputElement).value),
    ...(most && { maxLength: most }),
  };
  return (
    <Labelled label={label} {...(hint && { hint })}>
      {(id) =>
        lines ? (
          <textarea id={id} rows={lines} {...shared} />
        ) : (
          <input id={id} {...({ type } as { type: "text" })} autocomplete="off" {...(numeric && { inputMode: "decimal" as const })} {...shared} />
        )
      }
    </Labelled>
  );
}

export interface Option {
  value: string;
  label: string;
}

export function Select({ label, name, value, change, options }: { label: string; name: string; value: string; change: (value: string) => void; options: Option[] }) {
  return (
    <Labelled label={label}>
      {(id) => (
        <select id={id} name={name} value={value} onChange={(event) => change(event.currentTarget.value)}>
          <option value="">{t("choose")}</option>
          {options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

export function Segments({ label, name, value, change, options }: { label: string; name: string; value: string; change: (value: string) => void; options: Option[] }) {
  return (
    <fieldset class="segments">
      <legend>{label}</legend>
      <div>
        {options.map((one) => (
          <label key={one.value} class={one.value === value ? "on" : ""}>
            <input type="radio" name={name} value={one.value} checked={one.value === value} onChange={() => change(one.value)} />
            <span>{one.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface ButtonProps {
  label: string;
  press: () => void;
  icon?: IconName;
  look?: "primary" | "plain" | "danger";
  disabled?: boolean;
  code?: string;
}

export function Button({ label, press, icon, look = "plain", disabled = false, code }: ButtonProps) {
  return (
    <button type="button" class={`button ${look}`} onClick={press} disabled={disabled} data-do={code}>
      {icon && <Icon name={icon} />}
      <span>{label}</span>
    </button>
  );
}

export function Refusals({ reasons }: { reasons: readonly string[] }) {
  if (!reasons.length) return null;
  return (
    <div class="refusals" role="alert">
      <Icon name="alert" />
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  );
}

export type Tone = "neutral" | "info" | "active" | "waiting" | "attention" | "good" | "bad";

export function Mark({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <span class={`mark ${tone}`}>{children}</span>;
}

export function Row({ label, value }: { label: string; value: ComponentChildren }) {
  if (value === "" || value === null || value === undefined) return null;
  return (
    <div class="row">
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

export function Empty({ title, next }: { title: string; next?: string }) {
  return (
    <div class="empty">
      <p>{title}</p>
      {next && <p class="soft">{next}</p>}
    </div>
  );
}
