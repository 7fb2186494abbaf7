const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isCode = (value: unknown): boolean => isText(value) || typeof value === 'number';
const isWhole = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** What vendors put beside the words of an error, and beside no answer. */
const CODE_FIELDS = ['code', 'errorCode', 'statusCode'] as const;

/**
 * Whether a body says of itself that it is an error: that there was no success, an id or a code with words, or words and nothing else. The
 * rule is narrow: an answer may have a word for an error of its own (a transfer that failed), beside the figures that make it an answer.
 */
const isErrorBody = (body: Readonly<Record<string, unknown>>): boolean => {
  const { success, error, errorId, message, errorMessage, errors, type } = body;
  if (success === false || isText(errorId)) return true;
  const coded = CODE_FIELDS.some((field) => isCode(body[field])) || isWhole(errors) || type === 'AcrossApiError';
  if ((isText(message) || isText(errorMessage)) && (coded || Object.keys(body).length === 1)) return true;
  const others = Object.entries(body).filter(([field]) => field !== 'error');
  return (isText(error) || wordsWithin(error) !== '') && !others.some(([, value]) => isWhole(value));
};

/** `{ error: { code, message } }`, as gateways have it. */
const wordsWithin = (error: unknown): string => {
  if (!isWhole(error) || Array.isArray(error)) return '';
  const { code, message } = error as Readonly<Record<string, unknown>>;
  return isText(message) ? [code, message].filter(isText).join(' ') : '';
};

/** What an error would have come with, by its words. */
const STATUSES: readonly (readonly [RegExp, number])[] = [
  [/not[ _]?found/i, 404],
  [/too many requests|rate.?limit/i, 429],
];

/** The status of a body that is an error, where nothing else tells it: some vendors send theirs with 200, and files do not keep it. Undefined for an answer. */
export const statusOfError = (json: unknown): number | undefined => {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const body = json as Readonly<Record<string, unknown>>;
  if (!isErrorBody(body)) return undefined;
  const words = [...Object.values(body).filter(isText), wordsWithin(body.error)].join(' ');
  return STATUSES.find(([pattern]) => pattern.test(words))?.[1] ?? 400;
};
