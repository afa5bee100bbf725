// Where the field app begins: the gate, then the screens, by what stands behind the # of the address.
import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { FormScreen } from "./forms/screen";
import { refresh } from "./pack/refresh";
import { type Deck, DeckContext } from "./parts/deck";
import { showTheme } from "./parts/theme";
import { Sender } from "./queue/sender";
import { Gate } from "./screens/gate";
import { More } from "./screens/more";
import { Sent } from "./screens/sent";
import { TreeScreen } from "./screens/tree";
import { SectionScreen, VisitScreen } from "./screens/visit";
import { Visits } from "./screens/visits";
import { FieldDatabase } from "./store/database";
import { Vault } from "./store/vault";
import "./styles/index.css";
import { chooseLanguage, language, t } from "./words";
import { Renewal, startWorker } from "./worker/register";

const database = new FieldDatabase();

function route(): string[] {
  return location.hash.replace(/^#\/?/, "").split("/");
}

function Screens() {
  const [path, setPath] = useState(route);
  useEffect(() => {
    const follow = () => {
      setPath(route());
      scrollTo(0, 0);
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const [place, id, code, record, edition] = path;
  if (place === "visits" && id && code === "forms" && record) return <FormScreen key={record} visit={id} id={record} edition={edition ?? ""} />;
  if (place === "visits" && id && code) return <SectionScreen key={id + code} id={id} code={code} />;
  if (place === "visits" && id) return <VisitScreen key={id} id={id} />;
  if (place === "ships" && id) return <TreeScreen key={id} id={id} visit={code ?? ""} />;
  if (place === "sent") return <Sent />;
  if (place === "more") return <More />;
  return <Visits />;
}

function Opened({ vault, lock }: { vault: Vault; lock: () => void }) {
  const deck = useMemo<Deck>(() => {
    const refreshPack = () => refresh(vault);
    const cutOff = async () => {
      await database.device.update("me", { wrapped: null, cutOff: true });
      lock();
    };
    const sender = new Sender(vault, (sent) => void (sent ? refreshPack().catch(() => undefined) : undefined), cutOff);
    return { vault, sender, refreshPack, lock };
  }, [vault]);
  useEffect(() => {
    if (!navigator.onLine) return;
    void deck.sender.send().then(() => (deck.sender.line === "idle" ? deck.refreshPack().catch(() => undefined) : undefined));
  }, [deck]);
  return (
    <DeckContext.Provider value={deck}>
      <Screens />
    </DeckContext.Provider>
  );
}

function App() {
  const [vault, setVault] = useState<Vault | null>(null);
  const [broken, setBroken] = useState("");
  // A new page, so that nothing opened stays in memory.
  const lock = () => location.reload();
  return (
    <>
      <Renewal />
      {broken && <p class="note" role="alert">{t("store_broken", { reason: broken })}</p>}
      {vault ? (
        <Opened vault={vault} lock={lock} />
      ) : (
        <Gate
          database={database}
          open={(key, device) => {
            Vault.open(database, key, device).then(setVault, (error: unknown) => setBroken(String(error)));
          }}
        />
      )}
    </>
  );
}

showTheme();
chooseLanguage(language());
startWorker();
render(<App />, document.getElementById("app")!);
