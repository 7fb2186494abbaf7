import { statusOfError } from './error-body.ts';
import { statusOfPage } from './page-status.ts';

/** A vendor's answer as it lies in a file. */
export interface Recording {
  /** The first part of the file's name: `suggested-fees` of `suggested-fees.error-amount-too-low.json`. */
  readonly endpoint: string;
  readonly status: number;
  readonly body: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

/**
 * Takes a recorded answer by its file's name, without a folder. The status is what the body says of itself, else what the name says
 * (`error-502`, `not-found`), else what an error is sent with, or a page by its title, and 200 for anything else.
 */
export const recordingOf = (fileName: string, body: string): Recording => {
  const json = parse(body);
  return {
    endpoint: fileName.split('.')[0] ?? '',
    status: statusIn(json) ?? statusNamed(fileName) ?? (json === undefined ? statusOfPage(body) : statusOfError(json)) ?? 200,
    body,
    json,
  };
};

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** Where APIs repeat their status in the body of an error. */
const STATUS_FIELDS = ['status', 'statusCode', 'code'] as const;

const statusIn = (json: unknown): number | undefined => {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const { error } = json as { error?: unknown };
  for (const place of [json, error]) {
    if (typeof place !== 'object' || place === null) continue;
    for (const field of STATUS_FIELDS) {
      const text = String((place as Record<string, unknown>)[field]);
      if (/^[45]\d\d$/.test(text)) return Number(text);
    }
  }
  return undefined;
};

const statusNamed = (fileName: string): number | undefined => {
  const named = /(?:error|status|http)-([45]\d\d)(?!\d)/.exec(fileName)?.[1];
  if (named !== undefined) return Number(named);
  if (/rate-limit/.test(fileName)) return 429;
  if (/not-found/.test(fileName)) return 404;
  return /(?:^|[.-])error(?:[.-]|$)/.test(fileName) ? 400 : undefined;
};
