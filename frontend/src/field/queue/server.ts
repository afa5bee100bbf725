// The server, asked by this browser's session.

/** The server did not answer, or not with what was asked for. */
export class Unanswered extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }

  /** Whether trying again later can help. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }
}

const ROOT = "/api/v1/field";

function csrf(): string {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

async function told(answer: Response): Promise<string> {
  try {
    const problem = (await answer.json()) as { detail?: string; reasons?: string[] };
    return problem.reasons?.join(" ") || problem.detail || String(answer.status);
  } catch {
    return String(answer.status);
  }
}

/** Ask the server; throws `Unanswered` with status 0 where no network carried the question. */
export async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const bytes = body instanceof ArrayBuffer || body instanceof Blob;
  let answer: Response;
  try {
    answer = await fetch(`${ROOT}${path}`, {
      method,
      cache: "no-store",
      credentials: "same-origin",
      headers: {
        Accept: "application/json",
        "X-CSRFToken": csrf(),
        ...(body !== undefined && { "Content-Type": bytes ? "application/octet-stream" : "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: bytes ? body : JSON.stringify(body) }),
    });
  } catch {
    throw new Unanswered(0, "");
  }
  if (answer.ok || answer.status === 304) return answer;
  throw new Unanswered(answer.status, await told(answer));
}

export async function askJson<T>(method: string, path: string, body?: unknown): Promise<T> {
  return (await ask(method, path, body)).json() as Promise<T>;
}
