import { type Abi, decodeErrorResult, type Hex } from 'viem';
import type { RevertReason } from './to-sign.ts';

/** Errors by name; a vendor's own name for the error is put before the detail. */
export type RevertTable = Readonly<Record<string, RevertReason>>;

/** Reads a revert by the errors of an ABI. An error that the ABI has and the table has not is nobody's to explain. */
export const explainBy =
  (abi: Abi, table: RevertTable) =>
  (data: string): RevertReason | undefined => {
    try {
      const { errorName } = decodeErrorResult({ abi, data: data as Hex });
      const reason = Object.hasOwn(table, errorName) ? table[errorName] : undefined;
      return reason && { code: reason.code, detail: `${errorName}: ${reason.detail}` };
    } catch {
      return undefined;
    }
  };
