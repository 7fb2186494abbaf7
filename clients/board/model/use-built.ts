import { useCallback, useEffect, useState } from 'react';
import { err, ok, type Result } from '#core/result.ts';
import type { TransactionJson } from '#schemas/api/transaction.ts';
import { ApiError } from '#sdk/api-error.ts';
import type { RestClient } from '#sdk/rest-client.ts';
import { faultOfApi, type SendFault, type SendPlace } from './send-words.ts';
import { SLIPPAGE_BPS } from './signing-facts.ts';

/** A quote without time left would be asked for in a tight loop. */
const REBUILD_MS_MIN = 1_000;

export type BuiltState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'ready'; readonly built: TransactionJson; readonly sender: string }
  | { readonly phase: 'failed'; readonly fault: SendFault };

const ASKING: BuiltState = { phase: 'asking' };

interface Options {
  readonly rest: RestClient;
  readonly routeId: string;
  /** Undefined until a wallet is chosen. */
  readonly sender: string | undefined;
  readonly place: SendPlace;
  /** The server's clock. */
  readonly now: () => number;
  /** While something is being sent, what was shown stays as it is. */
  readonly isHeld: boolean;
}

/** What would be signed, kept fresh: built for the wallet that is chosen, and again when it has run out. */
export const useBuilt = ({ rest, routeId, sender, place, now, isHeld }: Options) => {
  const [state, setState] = useState<BuiltState>(ASKING);
  const [attempt, setAttempt] = useState(0);
  const askAgain = useCallback(() => {
    setState(ASKING);
    setAttempt((count) => count + 1);
  }, []);

  const build = useCallback(
    async (signal?: AbortSignal): Promise<Result<TransactionJson, SendFault>> => {
      try {
        return ok(
          await rest.transaction(routeId, { sender: sender ?? '', slippageBps: SLIPPAGE_BPS }, signal === undefined ? {} : { signal }),
        );
      } catch (cause) {
        const problem =
          cause instanceof ApiError ? { code: cause.code, detail: cause.message } : { code: 'UNREACHABLE', detail: String(cause) };
        return err(faultOfApi(problem, place));
      }
    },
    [rest, routeId, sender, place],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is what makes it ask again
  useEffect(() => {
    if (sender === undefined) return undefined;
    const given = new AbortController();
    void build(given.signal).then((result) => {
      if (given.signal.aborted) return;
      setState(result.ok ? { phase: 'ready', built: result.value, sender } : { phase: 'failed', fault: result.error });
    });
    return () => given.abort();
  }, [build, sender, attempt]);

  useEffect(() => {
    if (state.phase !== 'ready' || isHeld) return undefined;
    const leftMs = Math.max(REBUILD_MS_MIN, Date.parse(state.built.validUntil) - now());
    // What is shown stays until the new one is there: nothing jumps.
    const timer = setTimeout(() => setAttempt((count) => count + 1), leftMs);
    return () => clearTimeout(timer);
  }, [state, isHeld, now]);

  // What was built for one wallet is never signed by another.
  const isAnothers = state.phase === 'ready' && state.sender !== sender;
  return { state: isAnothers ? ASKING : state, build, askAgain };
};
