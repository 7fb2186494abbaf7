import { useCallback, useEffect, useState } from 'react';
import type { ApiError } from '#sdk/api-error.ts';
import type { RestClient } from '#sdk/rest-client.ts';
import { type World, worldOf } from './corridor-map.ts';

export type WorldState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'failed'; readonly detail: string; readonly retry: () => void }
  | { readonly phase: 'ready'; readonly world: World };

/** A server that is starting answers soon; asking every few seconds is enough, and one failure is shown at once. */
const RETRY_MS = 4_000;

/** The API's lists, asked for until they are there. An API without corridors counts as not there yet. */
export const useWorld = (rest: RestClient): WorldState => {
  const [state, setState] = useState<WorldState>({ phase: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is what makes it ask again
  useEffect(() => {
    const given = new AbortController();
    const options = { signal: given.signal };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fail = (detail: string) => {
      setState({ phase: 'failed', detail, retry });
      timer = setTimeout(retry, RETRY_MS);
    };
    Promise.all([rest.chains(options), rest.assets(options), rest.corridors(options), rest.bridges(options)])
      .then(([chains, assets, corridors, bridges]) => {
        if (corridors.length === 0) return fail('No corridor is served yet; the bridges are still being asked what they serve.');
        setState({ phase: 'ready', world: worldOf({ chains, assets, corridors, bridges }) });
      })
      .catch((cause: ApiError) => {
        if (!given.signal.aborted) fail(cause.message);
      });
    return () => {
      given.abort();
      clearTimeout(timer);
    };
  }, [rest, retry, attempt]);

  return state;
};
