import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';

/** What a bridge serves changes rarely; asking is dear. */
const REFRESH_MS = 300_000;
/** A bridge that could not say is asked again sooner. What it said before holds meanwhile. */
const RETRY_MS = 5_000;
/** A list of routes may be long in coming. */
const TIMEOUT_MS = 10_000;

/** Keeps asking a bridge what it serves. */
export const watchAvailability = (deps: {
  readonly bridge: Bridge;
  readonly context: Omit<BridgeContext, 'signal'>;
  readonly signal: AbortSignal;
  readonly onCorridors: (corridors: ReadonlySet<string>) => void;
  readonly onFailure: (failure: QuoteFailure | { code: 'BUG'; detail: string }) => void;
}): void => {
  const { bridge, context, signal, onCorridors, onFailure } = deps;

  const look = async (): Promise<number> => {
    try {
      const given = await bridge.corridors({ ...context, signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
      if (given.ok) {
        onCorridors(new Set(given.value.map(({ from, to }) => `${from}>${to}`)));
        return REFRESH_MS;
      }
      if (!signal.aborted) onFailure(given.error);
      if (given.error.code === 'RATE_LIMITED') return Math.max(given.error.retryAfterMs ?? RETRY_MS, RETRY_MS);
    } catch (error) {
      onFailure({ code: 'BUG', detail: String(error) });
    }
    return RETRY_MS;
  };

  let timer: NodeJS.Timeout | undefined;
  const loop = async () => {
    const pauseMs = await look();
    if (!signal.aborted) timer = setTimeout(() => void loop(), pauseMs);
  };
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  void loop();
};
