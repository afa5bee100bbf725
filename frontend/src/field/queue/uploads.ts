// Photos travel in pieces; the server says from which byte to go on, so a broken line costs one piece.
import type { Vault } from "../store/vault";
import type { Command } from "./command";
import { ask, askJson, Unanswered } from "./server";

export const PIECE_BYTES = 256 * 1024;
const MOST_ROUNDS = 3;

interface PhotoTold {
  received: number;
  size: number;
  file_id: string | null;
}

/** Return the photos whose bytes are to be sent: announced, and not acknowledged as a whole. */
export function photosToSend(queue: readonly Command[], here: ReadonlyMap<string, number>): Command[] {
  return queue.filter((one) => one.kind === "photo" && one.state === "done" && one.record_id !== undefined && here.has(one.record_id));
}

/** Send one photo; its bytes leave the device only after the server has the whole of it. */
export async function sendPhoto(vault: Vault, photo: Command, progress: (received: number) => void): Promise<void> {
  const id = photo.record_id ?? "";
  let told = await askJson<PhotoTold>("GET", `/photos/${id}`);
  const bytes = told.file_id ? undefined : await vault.photoBytes(id);
  for (let round = 0; !told.file_id && bytes && round < MOST_ROUNDS; round += 1) {
    while (told.received < bytes.byteLength) {
      progress(told.received);
      told = await sendPiece(id, bytes, told);
    }
    told = await askJson<PhotoTold>("POST", `/photos/${id}/finish`);
  }
  if (told.file_id) await vault.dropPhoto(id);
}

async function sendPiece(id: string, bytes: ArrayBuffer, told: PhotoTold): Promise<PhotoTold> {
  const piece = bytes.slice(told.received, told.received + PIECE_BYTES);
  try {
    return (await (await ask("PUT", `/photos/${id}/bytes?offset=${told.received}`, piece)).json()) as PhotoTold;
  } catch (error) {
    // Another tab, or an answer that was lost: the server knows how far it is.
    if (error instanceof Unanswered && error.status === 409) return askJson<PhotoTold>("GET", `/photos/${id}`);
    throw error;
  }
}
