import { playBack } from '#bridges/_kit/play-back.ts';
import type { BridgeContext } from '#bridges/_kit/port.ts';
import type { Answer } from '../../../upstream/answer.ts';
import type { UpstreamApi } from '../upstream.ts';

/** An adapter's context in which a simulator answers, without a socket between them, and no chain. `spoil` is a fault of the figures. */
export const contextOn = (api: UpstreamApi, nowMs: number, spoil: (answer: Answer) => Answer = (answer) => answer): BridgeContext => ({
  ...playBack({ http: { kind: 'unreachable', detail: 'the simulator is asked' } }, nowMs),
  http: {
    request: async ({ url, method = 'GET' }) => {
      const { pathname, searchParams } = new URL(url);
      const answer = spoil(await api({ method, path: pathname, query: searchParams, headers: {}, body: undefined }));
      return { kind: 'response', status: answer.status, headers: {}, body: JSON.stringify(answer.body) };
    },
  },
});
