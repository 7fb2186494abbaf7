/** What the API answered with: an RFC 9457 problem, or `UNREACHABLE`, `TIMEOUT`, `MALFORMED_ANSWER` when there was no proper answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** JSON pointer to the field that is wrong. */
  readonly pointer: string | undefined;
  readonly requestId: string | undefined;
  /** How long the answer asks to wait before the same call is tried again. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: {
    code: string;
    status: number;
    detail: string;
    pointer?: unknown;
    requestId?: unknown;
    retryAfterMs?: number | undefined;
    cause?: unknown;
  }) {
    super(problem.detail, { cause: problem.cause });
    this.code = problem.code;
    this.status = problem.status;
    this.pointer = typeof problem.pointer === 'string' ? problem.pointer : undefined;
    this.requestId = typeof problem.requestId === 'string' ? problem.requestId : undefined;
    this.retryAfterMs = problem.retryAfterMs;
  }
}

const textOf = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** The API says seconds; a proxy may name a date, which says nothing against a clock that is wrong. */
const waitOf = (retryAfter: string | null): number | undefined =>
  retryAfter !== null && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1_000 : undefined;

/** The error that a refusing answer stands for. A body that is no problem (a proxy's page, say) keeps its status. */
export const apiErrorOf = (status: number, body: unknown, retryAfter: string | null): ApiError => {
  const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return new ApiError({
    status,
    code: textOf(problem.code, 'MALFORMED_ANSWER'),
    detail: textOf(problem.detail, textOf(problem.title, `the server answered ${status} without a word`)),
    pointer: problem.pointer,
    requestId: problem.requestId,
    retryAfterMs: waitOf(retryAfter),
  });
};
