import { bookChecksum } from '#core/domain/checksum.ts';
import { splitBookKey } from '#core/domain/corridor.ts';
import { PRESET_WEIGHTS } from '#core/ranking/weights.ts';
import { type HeldBook, heldBook } from './held-book.ts';

/** The book of version 0: nobody has computed it, and every bridge is awaited. */
export const emptyBookFor =
  (bridgeIds: readonly string[], now: () => number) =>
  (key: string): HeldBook => {
    const { corridor, amountIn } = splitBookKey(key);
    const json = {
      key,
      corridor,
      amountIn: amountIn.toString(),
      version: 0,
      asOf: new Date(now()).toISOString(),
      routes: [],
      excluded: [],
      pending: [...bridgeIds],
      weights: PRESET_WEIGHTS.best,
      volatility: 0,
      checksum: bookChecksum([]),
    };
    return heldBook(Buffer.from(JSON.stringify(json)), json);
  };
