/**
 * A vendor that asks for a longer silence than this is asked again after it: a typing error there must not silence a bridge for a year.
 * The longest window that a vendor counts in is two hours.
 */
export const RETRY_AFTER_MS_MAX = 7_200_000;

/**
 * How long a Retry-After header asks us to wait, in ms: whole seconds or an HTTP date (RFC 9110, 10.2.3).
 * null when it is absent or says neither.
 */
export const retryAfterMs = (header: string | undefined, nowMs: number): number | null => {
  const text = header?.trim();
  if (text === undefined || text === '') return null;
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : waitUntil(text, nowMs);
  return wait === null ? null : Math.min(Math.max(wait, 0), RETRY_AFTER_MS_MAX);
};

/** An HTTP date names its weekday and month; anything else that Date.parse would take is no such date. */
const waitUntil = (text: string, nowMs: number): number | null => {
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at - nowMs;
};
