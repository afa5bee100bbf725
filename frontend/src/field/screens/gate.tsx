// The way in: sign in once with a network, choose a PIN, unlock with it afterwards, network or none.
import { useEffect, useState } from "preact/hooks";
import { Button, Refusals, Text } from "../parts/controls";
import type { Pack } from "../pack/shapes";
import { askJson, Unanswered } from "../queue/server";
import type { DeviceRow, FieldDatabase } from "../store/database";
import { newId } from "../store/ids";
import { keyBytes, MOST_TRIES, PIN_LENGTH, unwrap, usableKey, wrap } from "../store/keyring";
import { t } from "../words";

interface GateProps {
  database: FieldDatabase;
  open: (key: CryptoKey, device: DeviceRow) => void;
}

type Stage = "looking" | "unlock" | "choose" | "sign_in" | "no_network" | "wrong_role" | "cut_off";

export function Gate({ database, open }: GateProps) {
  const [stage, setStage] = useState<Stage>("looking");
  const [device, setDevice] = useState<DeviceRow | undefined>();
  const [account, setAccount] = useState("");
  const [problem, setProblem] = useState("");
  const choose = async (known: DeviceRow | undefined) => {
    try {
      const pack = await askJson<Pack>("GET", "/pack");
      if (known && known.account !== pack.account) {
        setProblem(t("other_account", { account: known.account }));
        return setStage("sign_in");
      }
      setAccount(pack.account);
      setStage("choose");
    } catch (error) {
      const status = error instanceof Unanswered ? error.status : 0;
      setStage(status === 401 ? "sign_in" : status === 403 ? "wrong_role" : "no_network");
    }
  };
  useEffect(() => {
    void database.device.get("me").then((known) => {
      setDevice(known);
      if (known?.cutOff) setStage("cut_off");
      else if (known?.wrapped) setStage("unlock");
      else void choose(known);
    });
  }, [database]);
  return (
    <main class="gate" data-stage={stage}>
      <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="72" height="72" />
      <h1>{t("app")}</h1>
      {stage === "looking" && <p class="soft">{t("loading")}</p>}
      {stage === "sign_in" && (
        <>
          <p>{problem || t("sign_in_why")}</p>
          <a class="button primary" href="/sign-in/?next=/field/">{t("sign_in")}</a>
        </>
      )}
      {stage === "no_network" && (
        <>
          <p>{t("no_network_first")}</p>
          <Button label={t("start")} press={() => void choose(device)} />
        </>
      )}
      {stage === "wrong_role" && <p>{t("not_a_field_role")}</p>}
      {stage === "cut_off" && (
        <div class="notice" role="alert" data-notice="cut-off">
          <div>
            <strong>{t("cut_off_title")}</strong>
            <p>{t("cut_off_text")}</p>
          </div>
        </div>
      )}
      {stage === "choose" && <Choose database={database} device={device} account={account} open={open} cutOff={() => setStage("cut_off")} />}
      {stage === "unlock" && device && <Unlock database={database} device={device} open={open} forgotten={() => void choose(device)} />}
    </main>
  );
}

function Choose({ database, device, account, open, cutOff }: GateProps & { device: DeviceRow | undefined; account: string; cutOff: () => void }) {
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  const start = async () => {
    if (pin.length < PIN_LENGTH) return setRefused([t("pin_short")]);
    if (pin !== again) return setRefused([t("pin_differs")]);
    setBusy(true);
    try {
      const id = device?.id ?? newId();
      const told = await askJson<{ key: string }>("POST", "/devices", { id, name: t("device_name", { account }) });
      const raw = keyBytes(told.key);
      const row: DeviceRow = { slot: "me", id, account, wrapped: await wrap(raw, pin), tries: 0, cutOff: false, last: device?.last ?? 0 };
      await database.device.put(row);
      await navigator.storage.persist();
      open(await usableKey(raw), row);
    } catch (error) {
      setBusy(false);
      if (error instanceof Unanswered && error.status === 403) {
        if (device) await database.device.update("me", { wrapped: null, cutOff: true });
        return cutOff();
      }
      setRefused([t("failed_reason", { reason: (error as Error).message || t("offline") })]);
    }
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <h2>{t("pin_choose")}</h2>
      <p class="soft">{t("pin_choose_why")}</p>
      <Text label={t("pin")} name="pin" type="password" value={pin} change={setPin} most={64} />
      <Text label={t("pin_again")} name="pin_again" type="password" value={again} change={setAgain} most={64} />
      <Refusals reasons={refused} />
      <button type="submit" class="button primary" disabled={busy} data-do="start">{busy ? t("preparing") : t("start")}</button>
    </form>
  );
}

function Unlock({ database, device, open, forgotten }: GateProps & { device: DeviceRow; forgotten: () => void }) {
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  const unlock = async () => {
    if (!device.wrapped) return forgotten();
    setBusy(true);
    const key = await unwrap(device.wrapped, pin);
    if (key) {
      await database.device.update("me", { tries: 0 });
      return open(key, { ...device, tries: 0 });
    }
    device.tries += 1;
    const gone = device.tries >= MOST_TRIES;
    await database.device.update("me", { tries: device.tries, ...(gone && { wrapped: null }) });
    if (gone) device.wrapped = null;
    setBusy(false);
    setPin("");
    setRefused([gone ? t("pin_gone") : t("pin_wrong", { left: MOST_TRIES - device.tries })]);
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void unlock();
      }}
    >
      <h2>{t("unlock_title")}</h2>
      <Text label={t("pin")} name="pin" type="password" value={pin} change={setPin} most={64} />
      <Refusals reasons={refused} />
      <button type="submit" class="button primary" disabled={busy} data-do="unlock">{busy ? t("loading") : t("unlock")}</button>
      <Button label={t("pin_forgotten")} press={forgotten} code="forgotten" />
    </form>
  );
}
