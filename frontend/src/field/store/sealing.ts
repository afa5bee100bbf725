// What lies on the device is sealed with AES-GCM; without the key of the device it is noise.

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

const IV_BYTES = 12;
const utf8 = new TextEncoder();
const text = new TextDecoder();

/** Seal bytes with the key of the device. */
export async function sealBytes(key: CryptoKey, bytes: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
}

/** Return the bytes; throws where they were changed or the key is another one. */
export async function openBytes(key: CryptoKey, sealed: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.data);
}

export async function sealValue(key: CryptoKey, value: unknown): Promise<Sealed> {
  return sealBytes(key, utf8.encode(JSON.stringify(value)));
}

export async function openValue<T>(key: CryptoKey, sealed: Sealed): Promise<T> {
  return JSON.parse(text.decode(await openBytes(key, sealed))) as T;
}

/** Return SHA-256 in hexadecimal. */
export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (one) => one.toString(16).padStart(2, "0")).join("");
}
