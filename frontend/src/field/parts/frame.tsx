// The frame of every screen: where one is, the way back, whether everything was sent.
import type { ComponentChildren } from "preact";
import { asksForSomebody, waiting } from "../queue/order";
import { t } from "../words";
import { useDeck, useVault } from "./deck";
import { Icon } from "./icons";

export function SentMark() {
  const vault = useVault();
  const { sender } = useDeck();
  const unsent = vault.queue.filter(waiting).length + vault.photos.size;
  const asking = vault.queue.filter(asksForSomebody).length + vault.damaged.length;
  const tone = asking ? "bad" : unsent ? "attention" : "good";
  const words = asking ? t("needs_you") : unsent ? t("unsent_count", { count: unsent }) : t("all_sent");
  return (
    <a class={`sent-mark ${tone}`} href="#/sent" data-unsent={unsent} data-asking={asking} data-line={sender.line}>
      <Icon name={asking ? "alert" : unsent ? "cloud" : "check"} />
      <span>{words}</span>
    </a>
  );
}

export function Frame({ title, back, children }: { title: string; back?: string; children: ComponentChildren }) {
  return (
    <div class="frame">
      <header class="bar">
        {back && (
          <a class="bar-back" href={back} aria-label={t("back")}>
            <Icon name="back" />
          </a>
        )}
        <h1>{title}</h1>
        <SentMark />
      </header>
      <main>{children}</main>
      <nav class="tabs" aria-label={t("app")}>
        <Tab to="#/" icon="map" label={t("visits")} at={["", "visits"]} />
        <Tab to="#/sent" icon="cloud" label={t("sent_page")} at={["sent"]} />
        <Tab to="#/more" icon="more" label={t("more")} at={["more"]} />
      </nav>
    </div>
  );
}

function Tab({ to, icon, label, at }: { to: string; icon: "map" | "cloud" | "more"; label: string; at: string[] }) {
  const here = at.includes(location.hash.split("/")[1] ?? "");
  return (
    <a href={to} class={here ? "on" : ""} aria-current={here ? "page" : undefined}>
      <Icon name={icon} />
      <span>{label}</span>
    </a>
  );
}
