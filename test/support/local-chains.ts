import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { CHAINS } from '#core/domain/chain.ts';
import { loadContractCode } from '#simnet/artifacts/contract-code.ts';
import { loadStandIns } from '#simnet/artifacts/stand-ins.ts';
import { startAnvil } from '#simnet/chains/anvil-process.ts';
import { type ChainLink, createChainLink } from '#simnet/chains/chain-link.ts';
import { OWNER } from '#simnet/deploy/accounts.ts';
import { deployWorld } from '#simnet/deploy/deploy-world.ts';
import { engineCacheDir } from '#stack/cache-dir.ts';
import { createPortFinder, randomPort } from '#stack/ports.ts';

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
  const directory = mkdtempSync(join(tmpdir(), 'routebook-chains-'));
  const logger = pino({ level: 'silent' });
  const code = await loadContractCode(engineCacheDir(), logger);
  const ports = await createPortFinder(randomPort())(CHAINS.length);
  const nodes = await Promise.all(
    CHAINS.map((chain, at) =>
      startAnvil({ chain, port: ports[at] ?? 0, stateFile: join(directory, `${chain.slug}.json`), spillDir: join(directory, 'spill') }),
    ),
  );
  const links = CHAINS.map((chain, at) => createChainLink({ chain, rpc: (nodes[at] as (typeof nodes)[number]).rpc, from: OWNER }));
  await deployWorld(links, { code, standIns: await loadStandIns(engineCacheDir(), logger), seed: 'chain-events' });

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
      await Promise.all(nodes.map((node) => node.stop()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
