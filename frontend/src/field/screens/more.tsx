// Language, appearance, storage, the account, the way out.
import { useEffect, useState } from "preact/hooks";
import { Button, Row, Segments } from "../parts/controls";
import { packOf, useDeck, useVault } from "../parts/deck";
import { Frame } from "../parts/frame";
import { waiting } from "../queue/order";
import { chooseTheme, theme, type Theme } from "../parts/theme";
import { chooseLanguage, type Language, language, moment, t } from "../words";

export function More() {
  const vault = useVault();
  const { lock } = useDeck();
  const pack = packOf(vault);
  const [, redraw] = useState(0);
  const [room, setRoom] = useState<StorageEstimate>({});
  const [leaving, setLeaving] = useState(false);
  useEffect(() => {
    void navigator.storage.estimate().then(setRoom);
  }, []);
  const unsent = vault.queue.filter(waiting).length + vault.photos.size;
  const mb = (bytes = 0) => (bytes / 1e6).toFixed(1);
  return (
    <Frame title={t("more")} back="#/">
      <Segments
        label={t("language")}
        name="language"
        value={language()}
        change={(value) => {
          chooseLanguage(value as Language);
          vault.changed();
          redraw((count) => count + 1);
        }}
        options={[
          { value: "zh", label: "中文" },
          { value: "en", label: "English" },
        ]}
      />
      <Segments
        label={t("appearance")}
        name="theme"
        value={theme()}
        change={(value) => {
          chooseTheme(value as Theme);
          redraw((count) => count + 1);
        }}
        options={[
          { value: "auto", label: t("appearance_auto") },
          { value: "light", label: t("appearance_light") },
          { value: "dark", label: t("appearance_dark") },
        ]}
      />
      <dl class="card">
        <Row label={t("account")} value={`${pack?.staff_name ?? ""} (${vault.device.account})`} />
        <Row label={t("storage")} value={t("storage_used", { used: mb(room.usage), free: mb((room.quota ?? 0) - (room.usage ?? 0)) })} />
        <Row label={t("pack_at")} value={moment(vault.pieces.get("pack")?.at)} />
      </dl>
      <a class="button plain" href="/">{t("desk")}</a>
      <Button label={t("lock")} press={lock} code="lock" />
      <Button label={t("sign_out")} look="danger" press={() => (unsent ? setLeaving(true) : leave(lock))} code="sign-out" />
      {leaving && (
        <div class="notice" role="alert" data-notice="sign-out">
          <div>
            <p>{t("sign_out_unsent", { count: unsent })}</p>
            <div class="pair">
              <Button label={t("sign_out_sure")} look="danger" press={() => leave(lock)} code="sign-out-sure" />
              <Button label={t("cancel")} press={() => setLeaving(false)} />
            </div>
          </div>
        </div>
      )}
    </Frame>
  );
}

/** End the session where there is a network; the store is locked either way and keeps what is unsent. */
function leave(lock: () => void): void {
  const secret = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
  const done = fetch("/sign-out/", { method: "POST", headers: { "X-CSRFToken": secret }, redirect: "manual" });
  void done.catch(() => undefined).then(lock);
}
