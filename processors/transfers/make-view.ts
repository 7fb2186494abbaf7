import type { Transfer } from '#core/domain/transfer.ts';
import { tallyOf } from '#core/figures/fill-tally.ts';
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

/** From when the last step can be sent that a transfer waits for; null when it waits for none. */
const waitsUntil = ({ userSteps, actionNeeded, expected }: Transfer): number | null => {
  if (actionNeeded === null && expected === null) return null;
  return userSteps.findLast(({ doneAtMs }) => doneAtMs === null)?.readyAtMs ?? null;
};

/** A transfer's view, with all that finds it and what it adds to the figures. `promise` is to be noted beside it. */
export const makeView = (transfer: Transfer, version: number, promise: string): MadeView => {
  const { transferKey, startedAtMs, dueAtMs, stuck, userSteps, sender, recipient } = transfer;
  const { originTransaction, destinationTransaction, refundTransaction } = transfer;
  return {
    transfer,
    view: {
      transferKey,
      version,
      body: Buffer.from(JSON.stringify(transferToJson(transfer, version))),
      startedAtMs,
      dueAtMs,
      tally: tallyOf(transfer),
      promise,
      stuck,
      waitsUntilMs: waitsUntil(transfer),
      transactions: told([
        originTransaction,
        destinationTransaction,
        refundTransaction,
        ...userSteps.map(({ transaction }) => transaction),
      ]),
      addresses: [...told([sender, recipient]), EVERYBODY],
    },
  };
};
