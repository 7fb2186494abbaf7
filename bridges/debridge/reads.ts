import { corridorOf } from '#core/domain/corridor.ts';
import type { QuoteQuestion, RecordedRead, TransferReference } from '../_kit/port.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { chainIdOf } from './contracts.ts';
import { chainFacts } from './corridors.ts';
import { quote } from './quote.ts';
import { createTx, orderDetails } from './schemas.ts';
import { stateAlone, status } from './status.ts';
import { tokens } from './tokens.ts';

/** An estimation repeats its question. The amount is what the order takes, with the solver's expenses where they were put on top. */
const question = (json: unknown): QuoteQuestion | undefined => {
  const parsed = createTx.safeParse(json);
  if (!parsed.success) return undefined;
  const { srcChainTokenIn, dstChainTokenOut } = parsed.data.estimation;
  const from = vendorAsset({ ...srcChainTokenIn, chainId: chainIdOf(srcChainTokenIn.chainId) });
  const to = vendorAsset({ ...dstChainTokenOut, chainId: chainIdOf(dstChainTokenOut.chainId) });
  if (from === undefined || to === undefined || from.id === to.id || srcChainTokenIn.amount <= 0n) return undefined;
  return { corridor: corridorOf(from, to), amountIn: srcChainTokenIn.amount };
};

/** Chain 0 for an answer that does not say where the order was made. */
const transfer = (json: unknown): TransferReference | undefined => {
  const parsed = orderDetails.safeParse(json);
  if (!parsed.success) return undefined;
  const give = parsed.data.orderStruct?.giveOffer.chainId;
  return { originChainId: give === undefined ? 0 : chainIdOf(give), id: parsed.data.orderId };
};

export const reads: Readonly<Record<string, RecordedRead>> = {
  'create-tx': { gives: 'quote', question, read: quote },
  'order-details': { gives: 'transfer', transfer, read: status },
  'order-status': { gives: 'transfer', transfer, read: stateAlone },
  'supported-chains-info': { gives: 'facts', read: chainFacts },
  'token-list': { gives: 'assets', read: tokens },
};
