// The key of the device, held wrapped by a PIN for opening without a network. The server has it too, for a forgotten PIN.
import { openBytes, sealBytes, type Sealed } from "./sealing";

export const PIN_LENGTH = 6;
export const MOST_TRIES = 10;
const ROUNDS = 600_000;
const SALT_BYTES = 16;

export interface Wrapped {
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  sealed: Sealed;
}

async function keyOfPin(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Return the key as the browser uses it; its bytes cannot be read out of it again. */
export async function usableKey(raw: BufferSource): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Return the bytes of the key that the server handed out. */
export function keyBytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
}

/** Wrap the key by a PIN. */
export async function wrap(raw: BufferSource, pin: string): Promise<Wrapped> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  return { salt, rounds: ROUNDS, sealed: await sealBytes(await keyOfPin(pin, salt, ROUNDS), raw) };
}

/** Return the key, or undefined where the PIN is wrong. */
export async function unwrap(wrapped: Wrapped, pin: string): Promise<CryptoKey | undefined> {
  const opening = await keyOfPin(pin, wrapped.salt, wrapped.rounds);
  try {
    return await usableKey(await openBytes(opening, wrapped.sealed));
  } catch (error) {
    if (error instanceof DOMException && error.name === "OperationError") return undefined;
    throw error;
  }
}
