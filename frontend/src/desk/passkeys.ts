// Passkeys: the form's button asks the device, whose answer goes along with the form.
import { toast } from "./toasts";
import { word } from "./words";

type Json = Record<string, unknown>;
const BINARY = ["challenge", "id"];

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Turn the server's options, in which bytes are base64url, into those that the browser takes. */
function read(value: unknown, key = ""): unknown {
  if (typeof value === "string") return BINARY.includes(key) ? bytes(value) : value;
  if (Array.isArray(value)) return value.map((item) => read(item));
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value as Json).map(([name, part]) => [name, name === "rp" ? part : read(part, name)]));
  return value;
}

function written(credential: PublicKeyCredential): string {
  const { response } = credential;
  const answer: Json = { clientDataJSON: text(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    answer["attestationObject"] = text(response.attestationObject);
    answer["transports"] = response.getTransports?.() ?? [];
  } else if (response instanceof AuthenticatorAssertionResponse) {
    answer["authenticatorData"] = text(response.authenticatorData);
    answer["signature"] = text(response.signature);
    answer["userHandle"] = response.userHandle ? text(response.userHandle) : null;
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form: HTMLFormElement): Promise<Credential | null> {
  const answer = await fetch(form.dataset["options"] ?? "", { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const publicKey = read(await answer.json());
  return form.dataset["passkey"] === "create"
    ? navigator.credentials.create({ publicKey: publicKey as PublicKeyCredentialCreationOptions })
    : navigator.credentials.get({ publicKey: publicKey as PublicKeyCredentialRequestOptions });
}

/** Let a form ask the device for a passkey before it is sent; forms stay hidden where devices have none. */
export function startPasskey(form: HTMLFormElement): void {
  const field = form.elements.namedItem("credential");
  if (!window.PublicKeyCredential || !(field instanceof HTMLInputElement)) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form)
      .then((credential) => {
        if (!(credential instanceof PublicKeyCredential)) return;
        field.value = written(credential);
        form.submit();
      })
      .catch(() => toast("bad", word("passkey_failed")));
  });
}
