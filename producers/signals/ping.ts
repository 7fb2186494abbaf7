import { keyHeaders } from '#bridges/_kit/key-headers.ts';
import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import { readJson } from '#bridges/_kit/read-json.ts';
import type { Sighting } from './make-signal.ts';

/** Asks a bridge's API for something cheap. Undefined for a bridge without one. */
export const ping = async ({ manifest }: Bridge, context: BridgeContext): Promise<Sighting | undefined> => {
  const where = manifest.health?.ping;
  const base = where && context.endpoints[where.endpoint];
  if (where === undefined || base === undefined) return undefined;
  const startedAtMs = context.now();
  const given = readJson(
    await context.http.request({ url: `${base}${where.path}`, headers: keyHeaders(manifest, context.apiKeys), signal: context.signal }),
    context.now(),
  );
  const common = { kind: 'api', bridge: manifest.id, latencyMs: context.now() - startedAtMs } as const;
  if (!given.ok) return { ...common, ok: false, code: given.error.code, detail: given.error.detail };
  const { status } = given.value;
  return status < 300 ? { ...common, ok: true } : { ...common, ok: false, code: 'UPSTREAM_ERROR', detail: `HTTP ${status}` };
};
