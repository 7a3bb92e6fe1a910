/** An error as the API tells it (problem+json), or one that kept the API from answering. */
export class Problem extends Error {
  /** `status` 0 means that there was no answer at all. */
  constructor(status, body = {}, retryAfterSeconds = 0) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? (status === 0 ? "no_answer" : "unknown");
    this.advice = body.advice ?? null;
    this.subject = body.subject ?? null;
    this.problems = body.problems ?? [];
    this.requestId = body.request_id ?? null;
    this.charged = body.charged ?? false;
    this.retryable = body.retryable ?? false;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Whether the very same request may work in a while without anybody changing anything. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  get isSignedOut() {
    return this.status === 401;
  }

  /** Read the problem out of an answer; a proxy's page counts as one without words. */
  static async of(response) {
    const retryAfter = Number(response.headers.get("retry-after")) || 0;
    const isJson = (response.headers.get("content-type") ?? "").includes("json");
    const body = isJson ? await response.json().catch(() => ({})) : {};
    return new Problem(response.status, body, retryAfter);
  }
}
