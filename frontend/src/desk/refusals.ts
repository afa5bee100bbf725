// Reads why the server refused a request, from problem+json or from an error page.

export interface Refusal {
  reason: string;
  nextStep?: string;
  nextUrl?: string;
  nextLabel?: string;
  formUrl?: string;
}

interface Problem {
  title?: string;
  detail?: string;
  next_step?: string;
  next_url?: string;
  next_label?: string;
  form_url?: string;
}

function fromProblem(problem: Problem, fallback: string): Refusal {
  const refusal: Refusal = { reason: problem.detail || problem.title || fallback };
  if (problem.next_step) refusal.nextStep = problem.next_step;
  if (problem.next_url) refusal.nextUrl = problem.next_url;
  if (problem.next_label) refusal.nextLabel = problem.next_label;
  if (problem.form_url) refusal.formUrl = problem.form_url;
  return refusal;
}

/** Return the reason in a refused answer's body, or `fallback` when it names none. */
export function readRefusal(contentType: string, body: string, fallback: string): Refusal {
  if (contentType.includes("json")) {
    try {
      return fromProblem(JSON.parse(body) as Problem, fallback);
    } catch (error) {
      if (error instanceof SyntaxError) return { reason: fallback };
      throw error;
    }
  }
  const page = new DOMParser().parseFromString(body, "text/html");
  const words = page.querySelector("[data-error-reason]")?.textContent?.trim();
  return { reason: words || fallback };
}
