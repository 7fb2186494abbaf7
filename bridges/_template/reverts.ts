import type { RevertReason } from '../_kit/to-sign.ts';

/** What its contracts' errors mean to whoever signs; undefined for bytes that are not theirs. */
export const explainRevert = (): RevertReason | undefined => undefined;
