import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { Transfer } from '#core/domain/transfer.ts';
import type { Expectations } from '#core/transfers/expectations.ts';
import { foldTransfer } from '#core/transfers/fold-transfer.ts';
import type { TransferView } from '#platform/redis/transfer-store.ts';
import { transferToJson } from '#schemas/codecs/transfer.ts';

/** The name under which everybody's transfers are listed. */
const EVERYBODY = '*';

export interface MadeView {
  readonly transfer: Transfer;
  readonly view: TransferView;
}

const told = (texts: readonly (string | null)[]): readonly string[] =>
  [...new Set(texts)].flatMap((text) => (text === null ? [] : [text.toLowerCase()]));

/** A transfer's view from all that was observed of it; undefined when that tells nothing yet. */
export const makeView = (options: {
  version: number;
  observations: readonly ChainEvent[];
  nowMs: number;
  expectations: Expectations;
}): MadeView | undefined => {
  const { version, observations, nowMs, expectations } = options;
  const transfer = foldTransfer(observations, nowMs, expectations);
  if (transfer === undefined) return undefined;
  const { transferKey, startedAtMs, dueAtMs, stuck, originTransaction, destinationTransaction, refundTransaction, sender, recipient } =
    transfer;
  return {
    transfer,
    view: {
      transferKey,
      version,
      body: Buffer.from(JSON.stringify(transferToJson(transfer, version))),
      startedAtMs,
      dueAtMs,
      stuck,
      transactions: told([originTransaction, destinationTransaction, refundTransaction]),
      addresses: [...told([sender, recipient]), EVERYBODY],
    },
  };
};
