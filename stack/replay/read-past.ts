import { LaunchError } from '../launch-error.ts';
import type { Global, Recorded, RecordedBook, Stretch } from './recorded.ts';

/** Quotes live 30 s: what was observed this long before the begin makes the books whole by then. */
export const WARM_UP_MS = 60_000;

export interface Past {
  readonly stretches: readonly Stretch[];
  /** What the ranker knew beside quotes when the replay begins, and what it heard later. */
  readonly before: readonly Global[];
  readonly later: readonly Global[];
  readonly firsts: ReadonlyMap<string, RecordedBook>;
}

const shown = (ms: number): string => new Date(ms).toISOString();

/** What is to be played and what it is compared with. Throws LaunchError when there is nothing of either. */
export const readPast = async (recorded: Recorded, fromMs: number, toMs: number): Promise<Past> => {
  const beginMs = fromMs - WARM_UP_MS;
  const stretches = await recorded.stretches(beginMs, toMs);
  if (stretches.every(({ quotes }) => quotes === 0)) {
    const extent = await recorded.extent();
    const holds =
      extent === undefined
        ? 'The history holds none at all.'
        : `The history holds quotes from ${shown(extent.fromMs)} to ${shown(extent.toMs)}.`;
    throw new LaunchError(`No quotes were recorded from ${shown(fromMs)} to ${shown(toMs)}. ${holds}`);
  }
  const firsts = await recorded.firsts(fromMs, toMs);
  if (firsts.size === 0)
    throw new LaunchError(`No books were recorded up to ${shown(toMs)}: there is nothing to compare with. Does \`history\` run?`);
  const globals = await recorded.globals(beginMs, toMs);
  const count = globals.findIndex(({ atMs }) => atMs > beginMs);
  const split = count < 0 ? globals.length : count;
  return { stretches, before: globals.slice(0, split), later: globals.slice(split), firsts };
};
