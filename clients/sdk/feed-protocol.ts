import type { ServerFrame } from '#schemas/api/feed.ts';
import type { Preset } from '#schemas/api/primitives.ts';

/** Spelled here again, because the schemas bring zod with them; a test holds the two together. */
export const FEED_PATH = '/ws/v1';
export const FEED_SUBPROTOCOL = 'routebook.v1.json';

/** What a subscriber asks for. Give `amountIn` (base units) or `amountUsd`, not both. */
export interface RoutesRequest {
  readonly from: string;
  readonly to: string;
  readonly amountIn?: string;
  readonly amountUsd?: string;
  /** 1 to 20; the server's default is 5. */
  readonly depth?: number;
  readonly minIntervalMs?: number;
  readonly mode?: 'delta' | 'full';
  readonly preset?: Preset;
}

/** Why a subscription was refused, in the server's words. */
export interface FeedProblem {
  readonly code: string;
  readonly detail: string;
  readonly pointer?: string;
}

/** A frame of the server; undefined when the text is none. Unknown types are the caller's to ignore: fields and types may be added. */
export const readFrame = (text: unknown): ServerFrame | undefined => {
  if (typeof text !== 'string') return undefined;
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === 'object' && frame !== null && 'type' in frame ? (frame as ServerFrame) : undefined;
  } catch {
    return undefined;
  }
};

/** How an error points at one key of a `resume` (RFC 6901). */
export const versionsPointer = (key: string | undefined): string | undefined =>
  key === undefined ? undefined : `/versions/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Codes that pass by themselves: the same request may succeed a little later. */
const PASSING_CODES = new Set(['NOT_READY', 'PRICE_UNAVAILABLE', 'RATE_LIMITED', 'INTERNAL_ERROR']);

export const isPassing = (problem: Pick<FeedProblem, 'code'>): boolean => PASSING_CODES.has(problem.code);
