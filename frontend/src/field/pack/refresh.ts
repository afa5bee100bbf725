// Takes along what is needed at sea; pieces that have not changed are not fetched again.
import { waiting } from "../queue/order";
import { ask, askJson } from "../queue/server";
import type { Vault } from "../store/vault";
import type { Pack } from "./shapes";

/** Fetch the pack anew. `through` of a piece is the last command that the server had done before it was asked. */
export async function refresh(vault: Vault): Promise<void> {
  const pack = await askJson<Pack>("GET", "/pack");
  const through = acknowledged(vault);
  await take(vault, "lists", "/pack/lists", through);
  await take(vault, "forms", "/pack/forms", through);
  for (const id of pack.visits) await take(vault, `visit:${id}`, `/pack/visits/${id}`, through);
  const still = [...vault.pieces.keys()].filter((key) => key.startsWith("visit:")).map((key) => key.slice(6));
  for (const id of still.filter((one) => !pack.visits.includes(one))) await followGone(vault, id, through);
  for (const id of pack.ships) await take(vault, `ship:${id}`, `/pack/ships/${id}`, through);
  const now = new Date().toISOString();
  await vault.keepPiece("pack", { content: pack, etag: "", size: 0, at: now, through });
}

/** A visit that is no longer to be done stays as long as its commands do, with what the server says of it now. */
async function followGone(vault: Vault, id: string, through: number): Promise<void> {
  if (vault.queue.some((one) => one.visit_id === id)) {
    await take(vault, `visit:${id}`, `/pack/visits/${id}`, through).catch(() => undefined);
  } else await vault.dropPiece(`visit:${id}`);
}

async function take(vault: Vault, key: string, path: string, through: number): Promise<void> {
  const known = await vault.piece(key);
  const answer = await ask("GET", path, undefined, known ? { "If-None-Match": known.etag } : {});
  const at = new Date().toISOString();
  if (answer.status === 304 && known) {
    await vault.keepPiece(key, { ...known, at, through });
    return;
  }
  const text = await answer.text();
  await vault.keepPiece(key, { content: JSON.parse(text), etag: answer.headers.get("ETag") ?? "", size: text.length, at, through });
}

/** Return the number of the last command in a row that has a verdict. */
export function acknowledged(vault: Vault): number {
  const first = vault.queue.find(waiting);
  return first ? first.number - 1 : (vault.queue.at(-1)?.number ?? 0);
}
