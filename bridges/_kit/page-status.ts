/** What a server or a gateway in between says without JSON: the first that fits. */
const STATUSES: readonly (readonly [RegExp, number])[] = [
  [/too many requests|rate.?limited|error code: 1015/i, 429],
  [/gateway time-?out|FUNCTION_INVOCATION_TIMEOUT/i, 504],
  [/bad gateway/i, 502],
  [/service (temporarily )?unavailable/i, 503],
];

/** `502: Bad gateway`, `Error 429`, `error code: 522`. */
const NAMED = /(?:^|[\s:|])([45]\d\d)(?=$|[\s:|])/;

/** No JSON that was cut off, and nothing at all. */
const WORDS = /^\s*[^\s<{["]/;

const statusIn = (words: string): number | undefined => {
  const named = NAMED.exec(words)?.[1];
  return STATUSES.find(([pattern]) => pattern.test(words))?.[1] ?? (named === undefined ? undefined : Number(named));
};

/** A page of so few letters has nothing to say but its status. */
const SHORT = 300;

/** The status that a page names in its title, or that words alone were sent with: no vendor answers a question in words. Undefined where neither says one. */
export const statusOfPage = (body: string): number | undefined => {
  if (WORDS.test(body)) return statusIn(body) ?? 400;
  const title = /<(title|h1)[^>]*>([^<]{1,200})</i.exec(body)?.[2];
  const bare = body.length <= SHORT && /^\s*</.test(body) ? body.replace(/<[^>]*>/g, ' ') : '';
  return statusIn((title ?? bare).trim());
};
