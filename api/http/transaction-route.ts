import type { TransactionDesk } from '../transactions/transaction-desk.ts';
import { parseTransactionWish } from '../transactions/transaction-wish.ts';
import type { Route } from './app.ts';
import type { Once } from './idempotency.ts';
import { readJsonBody } from './read-json-body.ts';
import { replyBytes, replyProblem } from './reply.ts';

/** Nobody but its asker is to see it again. */
const LIVE = { 'cache-control': 'no-store' };

const EXAMPLE = '{"sender":"0x9965507d1a55bcc2695c58ba16fb37d819b0a4dc","slippageBps":10}';

/** POST /routes/{routeId}/transaction. */
export const transactionRoute = (deps: { desk: TransactionDesk; once: Once; bodyBytes: number }): Route => {
  const { desk, once, bodyBytes } = deps;
  return {
    path: '/api/v1/routes/:routeId/transaction',
    method: 'POST',
    handler: async (request, response, requestId) => {
      const body = await readJsonBody(request, bodyBytes, EXAMPLE);
      if (!body.ok) return replyProblem(response, { requestId, error: body.error });
      const wish = parseTransactionWish(body.value);
      if (!wish.ok) return replyProblem(response, { requestId, error: wish.error });
      const answer = await once(request, body.value, async () => {
        const built = await desk.build(String(request.params.routeId), wish.value);
        if (!built.ok) return built;
        const bytes = Buffer.from(JSON.stringify(built.value));
        return { ok: true, value: { bytes, validUntilMs: Date.parse(built.value.validUntil) } };
      });
      if (answer.ok) return replyBytes(response, { requestId, bytes: answer.value, headers: LIVE });
      return replyProblem(response, { requestId, error: answer.error });
    },
  };
};
