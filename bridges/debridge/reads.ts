import { ok, type Result } from '#core/result.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext, RecordedRead, StatusFailure, TransferReference } from '../_kit/port.ts';
import { questionTold } from '../_kit/question-told.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { chainIdOf } from './contracts.ts';
import { chainFacts } from './corridors.ts';
import { askOrderIds } from './order-ids.ts';
import { quote } from './quote.ts';
import { createTx, orderDetails } from './schemas.ts';
import { stateAlone, status } from './status.ts';
import { tokens } from './tokens.ts';
import { trackedOrder } from './tracked-order.ts';

/** An estimation repeats its question. The amount is what the order takes, with the solver's expenses where they were put on top. */
const question = (json: unknown): QuoteQuestion | string => {
  const parsed = createTx.safeParse(json);
  if (!parsed.success) return `/dln/order/create-tx: ${issueOf(parsed.error)}`;
  const { srcChainTokenIn, dstChainTokenOut } = parsed.data.estimation;
  const ofChain = <T extends { chainId: number }>(token: T): T => ({ ...token, chainId: chainIdOf(token.chainId) });
  return questionTold(ofChain(srcChainTokenIn), ofChain(dstChainTokenOut), srcChainTokenIn.amount);
};

/** Chain 0 for an answer that does not say where the order was made. */
const transfer = (json: unknown): TransferReference | undefined => {
  const parsed = orderDetails.safeParse(trackedOrder(json)?.order ?? json);
  if (!parsed.success) return undefined;
  const give = parsed.data.orderStruct?.giveOffer.chainId;
  return { originChainId: give === undefined ? 0 : chainIdOf(give), id: parsed.data.orderId };
};

/** What a recorded answer says by itself: which orders there are, and nothing of them. */
const orderIdFacts = async (context: BridgeContext): Promise<Result<Readonly<Record<string, unknown>>, StatusFailure>> => {
  const asked = await askOrderIds(context, '');
  return asked.ok ? ok({ orderIds: asked.value }) : asked;
};

export const reads: Readonly<Record<string, RecordedRead>> = {
  'create-tx': { gives: 'quote', question, read: quote },
  'order-details': { gives: 'transfer', transfer, read: status },
  'order-status': { gives: 'transfer', transfer, read: stateAlone },
  'order-ids': { gives: 'facts', read: orderIdFacts },
  'supported-chains-info': { gives: 'facts', read: chainFacts },
  'token-list': { gives: 'assets', read: tokens },
};
