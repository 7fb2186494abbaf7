import { ok, type Result } from '#core/result.ts';
import type { BridgeContext, StatusFailure } from '../_kit/port.ts';
import { askAbout } from './ask-api.ts';
import { orderIds as schema } from './schemas.ts';

/** GET /dln/tx/{hash}/order-ids: the orders that a transaction made. */
export const askOrderIds = async (context: BridgeContext, transactionHash: string): Promise<Result<readonly string[], StatusFailure>> => {
  const asked = await askAbout(context, `/dln/tx/${encodeURIComponent(transactionHash)}/order-ids`, schema);
  return asked.ok ? ok(asked.value.orderIds) : asked;
};
