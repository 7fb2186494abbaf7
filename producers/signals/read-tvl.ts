import type { HttpPort } from '#bridges/_kit/network-port.ts';
import { readJson } from '#bridges/_kit/read-json.ts';
import { err, ok, type Result } from '#core/result.ts';

/** USD locked in a bridge: GET /tvl/{slug} gives a bare number. Source: DefiLlama's OpenAPI (defillama-openapi-free.json). */
export const readTvl = async (deps: {
  http: HttpPort;
  baseUrl: string;
  slug: string;
  now: () => number;
  signal: AbortSignal;
}): Promise<Result<number, string>> => {
  const { http, baseUrl, slug, now, signal } = deps;
  const given = readJson(await http.request({ url: `${baseUrl}/tvl/${encodeURIComponent(slug)}`, signal }), now());
  if (!given.ok) return err(`${given.error.code}: ${given.error.detail}`);
  const { status, json } = given.value;
  if (status >= 300) return err(`HTTP ${status}`);
  // Nothing at all is a reading that went wrong, not a bridge that lost everything between two readings.
  if (typeof json !== 'number' || !Number.isFinite(json) || json <= 0) return err('not a number above zero');
  return ok(json);
};
