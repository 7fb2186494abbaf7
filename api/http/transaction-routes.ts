import type { InputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { StepDesk } from '../transactions/step-desk.ts';
import { parseStepWish } from '../transactions/step-wish.ts';
import type { TransactionDesk } from '../transactions/transaction-desk.ts';
import { parseTransactionWish } from '../transactions/transaction-wish.ts';
import type { Route } from './app.ts';
import type { Once } from './idempotency.ts';
import { readJsonBody } from './read-json-body.ts';
import { type Refusal, replyBytes, replyProblem } from './reply.ts';

/** Nobody but its asker is to see it again. */
const LIVE = { 'cache-control': 'no-store' };

interface Ways {
  readonly once: Once;
  readonly bodyBytes: number;
}

/** A POST that builds what is to be signed from a body, once a key. */
const building = <T extends { validUntil: string }, W>(
  path: string,
  { once, bodyBytes }: Ways,
  work: {
    /** A body that would do. */
    readonly example: string;
    readonly parse: (body: unknown) => Result<W, InputError>;
    readonly build: (params: Readonly<Record<string, unknown>>, wish: W) => Promise<Result<T, Refusal>>;
  },
): Route => ({
  path,
  method: 'POST',
  handler: async (request, response, requestId) => {
    const body = await readJsonBody(request, bodyBytes, work.example);
    if (!body.ok) return replyProblem(response, { requestId, error: body.error });
    const wish = work.parse(body.value);
    if (!wish.ok) return replyProblem(response, { requestId, error: wish.error });
    const answer = await once(request, body.value, async () => {
      const built = await work.build(request.params, wish.value);
      if (!built.ok) return err(built.error);
      return ok({ bytes: Buffer.from(JSON.stringify(built.value)), validUntilMs: Date.parse(built.value.validUntil) });
    });
    if (answer.ok) return replyBytes(response, { requestId, bytes: answer.value, headers: LIVE });
    return replyProblem(response, { requestId, error: answer.error });
  },
});

/** POST /routes/{routeId}/transaction and /transfers/{id}/transaction. */
export const transactionRoutes = ({ desk, steps, ...ways }: Ways & { desk: TransactionDesk; steps: StepDesk }): readonly Route[] => [
  building('/api/v1/routes/:routeId/transaction', ways, {
    example: '{"sender":"0x9965507d1a55bcc2695c58ba16fb37d819b0a4dc","slippageBps":10}',
    parse: parseTransactionWish,
    build: (params, wish) => desk.build(String(params.routeId), wish),
  }),
  building('/api/v1/transfers/:id/transaction', ways, {
    example: '{"sender":"0x9965507d1a55bcc2695c58ba16fb37d819b0a4dc","step":"claim"}',
    parse: parseStepWish,
    build: (params, wish) => steps.build(String(params.id), wish),
  }),
];
