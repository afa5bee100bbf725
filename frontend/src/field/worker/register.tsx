// Installs the worker that opens the app without a network, and offers a new version once it is there.
import { useEffect, useState } from "preact/hooks";
import { Button } from "../parts/controls";
import { t } from "../words";

let ready: ServiceWorker | null = null;
const listeners = new Set<() => void>();

function announce(worker: ServiceWorker | null): void {
  if (!worker || !navigator.serviceWorker.controller) return;
  ready = worker;
  for (const listener of listeners) listener();
}

export function startWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  let reloading = false;
  const first = !navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (first || reloading) return;
    reloading = true;
    location.reload();
  });
  void navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" }).then((registration) => {
    announce(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => worker.state === "installed" && announce(worker));
    });
  });
}

/** A new version waits until somebody says so: nobody's half-written text is thrown away. */
export function Renewal() {
  const [, draw] = useState(0);
  useEffect(() => {
    const listener = () => draw((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  if (!ready) return null;
  return (
    <div class="notice" role="status" data-notice="update">
      <span class="grow">{t("update_ready")}</span>
      <Button label={t("update_now")} look="primary" press={() => ready?.postMessage("take over")} code="update" />
    </div>
  );
}
