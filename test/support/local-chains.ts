import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { startDeployedChains } from './deployed-chains.ts';

/** Six real local chains with the real contracts, and a clock of their own that a test can hold. */
export interface LocalChains {
  readonly links: readonly ChainLink[];
  linkOf(slug: string): ChainLink;
  /** Nobody mines while `act` runs. */
  still<T>(act: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** `blockMs` undefined: whoever wants a block mines it. */
export const startLocalChains = async (blockMs: number | undefined): Promise<LocalChains> => {
  const { links, stop } = await startDeployedChains();
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const done = turn.then(act);
    turn = done.catch(() => undefined);
    return done;
  };
  let closed = false;
  const clock = (async () => {
    while (!closed && blockMs !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, blockMs));
      await inTurn(() => Promise.all(links.map((link) => link.rpc.call('evm_mine')))).catch(() => undefined);
    }
  })();
  return {
    links,
    linkOf: (slug) => links.find(({ chain }) => chain.slug === slug) as ChainLink,
    still: inTurn,
    close: async () => {
      closed = true;
      await clock;
      await stop();
    },
  };
};
