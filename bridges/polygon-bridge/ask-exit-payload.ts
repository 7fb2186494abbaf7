import { type Hex, toEventSelector } from 'viem';
import { z } from 'zod';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readJson } from '../_kit/read-json.ts';
import type { StepFailure } from '../_kit/to-sign.ts';

const TRANSFER = toEventSelector('Transfer(address,address,uint256)');

/** GET /exit-payload/{burn}, 200. A burn's receipt, the proof of it and of its block, all RLP. */
const answer = z.object({ result: z.string().regex(/^0x(?:[0-9a-fA-F]{2}){1,100000}$/) });
const refusal = z.object({ message: z.string() });

/**
 * Asks Polygon's proof API for what `exit` takes. `tokenIndex` is which of the burns of the transaction is meant. Sources: 0xPolygon/proof-generation-api (paths, answers, words).
 */
export const askExitPayload = async (
  context: BridgeContext,
  { burnTransaction, tokenIndex }: { burnTransaction: string; tokenIndex: number },
): Promise<Result<Hex, StepFailure>> => {
  const query = new URLSearchParams({ eventSignature: TRANSFER, tokenIndex: String(tokenIndex) });
  const url = `${context.endpoints['polygon-proofs']}/exit-payload/${encodeURIComponent(burnTransaction)}?${query}`;
  const given = readJson(await context.http.request({ url, signal: context.signal }), context.now());
  if (!given.ok) return given;
  const { status, json } = given.value;
  if (status < 300) {
    const parsed = answer.safeParse(json);
    return parsed.success ? ok(parsed.data.result.toLowerCase() as Hex) : fail('MALFORMED_ANSWER', '/exit-payload: no payload');
  }
  const words = refusal.safeParse(json).data?.message ?? JSON.stringify(json);
  if (/not been checkpointed/i.test(words)) {
    return err({ code: 'STEP_NOT_READY', detail: 'by the proof API no checkpoint holds the burn yet', readyAtMs: null });
  }
  return fail('UPSTREAM_ERROR', `HTTP ${status}: ${words}`);
};
