// The service worker: keeps the app itself on the device, whole and of one version. Data never goes through its cache.

interface Extendable extends Event {
  waitUntil: (promise: Promise<unknown>) => void;
}

interface Fetching extends Extendable {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
}

interface Scope {
  addEventListener(name: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(name: "fetch", listener: (event: Fetching) => void): void;
  addEventListener(name: "message", listener: (event: MessageEvent) => void): void;
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
}

const worker = self as unknown as Scope;
// Written in by the build: the version is a hash over the files.
const FILES = "__FILES__".split(" ");
const CACHE = "aftersail-field-__VERSION__";
const SHELL = "/field/";

worker.addEventListener("install", (event) => {
  const wanted = [SHELL, "/field/manifest.webmanifest", ...FILES].map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(wanted)));
});

worker.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => names.filter((name) => name.startsWith("aftersail-field-") && name !== CACHE));
  event.waitUntil(old.then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => worker.clients.claim()));
});

worker.addEventListener("message", (event) => {
  if (event.data === "take over") void worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && pathname.startsWith(SHELL)) event.respondWith(kept(SHELL, event.request));
  else if (FILES.includes(pathname) || pathname === "/field/manifest.webmanifest") event.respondWith(kept(pathname, event.request));
});

async function kept(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
