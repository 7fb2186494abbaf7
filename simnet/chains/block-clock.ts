import type { Logger } from '#platform/telemetry/logger.ts';
import type { ChainKeeper } from './chain-keeper.ts';

/** Milliseconds a block. Ethereum is three times as fast as it is, Arbitrum half as fast: lively, and cheap enough to leave running. */
const BLOCK_MS: Readonly<Record<number, number>> = { 1: 4_000, 42161: 500 };
const USUAL_BLOCK_MS = 2_000;

export interface BlockClock {
  stop(): Promise<void>;
}

/**
 * Mines the blocks of a chain. The nodes do not mine by themselves: automine spins under load, and short block times leak. Each block is
 * given its base fee, as that of empty blocks would sink to nothing.
 */
export const startBlockClock = (options: {
  keeper: ChainKeeper;
  /** The base fee of the next block, in wei. */
  baseFeeWei: () => bigint;
  logger: Logger;
}): BlockClock => {
  const { keeper, baseFeeWei, logger } = options;
  const intervalMs = BLOCK_MS[keeper.chain.chainId] ?? USUAL_BLOCK_MS;
  let stopped = false;
  let mining = Promise.resolve();
  let timer: NodeJS.Timeout;

  const mine = async (): Promise<void> => {
    if (keeper.pid() === undefined) return;
    try {
      await keeper.rpc.call('anvil_setNextBlockBaseFeePerGas', [`0x${baseFeeWei().toString(16)}`]);
      await keeper.rpc.call('evm_mine');
    } catch (error) {
      logger.debug({ chain: keeper.chain.slug, error: String(error) }, 'no block: the node does not answer');
    }
  };

  const plan = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      mining = mine();
      void mining.then(plan);
    }, intervalMs);
  };

  plan();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await mining;
    },
  };
};
