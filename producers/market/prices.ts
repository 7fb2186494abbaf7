import { z } from 'zod';
import type { HttpPort } from '#bridges/_kit/network-port.ts';
import { readJson } from '#bridges/_kit/read-json.ts';
import type { Price } from '#core/domain/market.ts';
import { err, ok, type Result } from '#core/result.ts';

/** GET /simple/price, vs_currencies=usd: by coin id. Source: CoinGecko's OpenAPI (demo-api.json). An unknown id is left out of the answer. */
const simplePrice = z.record(z.string(), z.object({ usd: z.number().positive().nullish() }));

/** How a source that limits us is told apart: the wait it names, or null. */
export interface PriceFailure {
  readonly detail: string;
  readonly retryAfterMs: number | null;
}

/** The prices of these ids now; what the source does not know is left out. */
export const readPrices = async (deps: {
  readonly http: HttpPort;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly priceIds: readonly string[];
  readonly now: () => number;
  readonly signal: AbortSignal;
}): Promise<Result<readonly Price[], PriceFailure>> => {
  const { http, baseUrl, apiKey, priceIds, now, signal } = deps;
  const parameters = new URLSearchParams({ ids: priceIds.join(','), vs_currencies: 'usd', precision: 'full' });
  const headers: Record<string, string> = apiKey === undefined ? {} : { 'x-cg-demo-api-key': apiKey };
  const answer = readJson(await http.request({ url: `${baseUrl}/simple/price?${parameters}`, headers, signal }), now());
  if (!answer.ok) return err({ detail: `${answer.error.code}: ${answer.error.detail}`, retryAfterMs: answer.error.retryAfterMs });
  if (answer.value.status >= 300) return err({ detail: `HTTP ${answer.value.status}`, retryAfterMs: null });
  const parsed = simplePrice.safeParse(answer.value.json);
  if (!parsed.success) return err({ detail: `not the documented shape: ${parsed.error.issues[0]?.message}`, retryAfterMs: null });
  const observedAtMs = now();
  return ok(
    priceIds.flatMap((priceId): Price[] => {
      const usd = Object.hasOwn(parsed.data, priceId) ? parsed.data[priceId]?.usd : undefined;
      return usd === undefined || usd === null ? [] : [{ kind: 'price', priceId, usd, observedAtMs }];
    }),
  );
};
