import { STARGATE_POOLS } from '#bridges/_stargate/contracts.ts';
import { corridorById } from '#core/domain/corridor.ts';
import type { ChainKeeper } from '../chains/chain-keeper.ts';
import type { Fleet } from '../chains/fleet.ts';
import { type NodeTrouble, startNodeFront } from '../chains/node-front.ts';
import { type CreditMove, moveCredits, pathCredit } from '../deploy/credits.ts';
import { spoil } from '../upstream/spoil.ts';
import type { Fault, FaultBoard } from './fault-board.ts';
import type { FaultProvider } from './fault-catalog.ts';
import type { FaultName } from './fault-sentences.ts';

/** What a fault does to the chains, beside what the HTTP simulators do by themselves. */
export interface FaultEffects {
  begin(fault: Fault): Promise<void>;
  end(faults: readonly Fault[]): Promise<void>;
  /** Gives back what a fault of an earlier run took. */
  returnCredits(): Promise<void>;
}

/** Faults of a node that are in its answers; the others take the node itself. */
const IN_ANSWERS: ReadonlySet<FaultName> = new Set(['slow', 'error', 'rate-limit', 'malformed']);

export const createFaultEffects = (fleet: Fleet, board: FaultBoard): FaultEffects => {
  const inAnswers = (provider: FaultProvider): readonly Fault[] => board.of(provider).filter(({ name }) => IN_ANSWERS.has(name));
  const troubleOf = (provider: FaultProvider): NodeTrouble => ({
    delayMs: board.of(provider, 'slow')[0]?.ms ?? 0,
    spoil: (answer) => inAnswers(provider).reduce(spoil, answer),
  });
  const keeperOf = (fault: Fault): ChainKeeper | undefined => fleet.keepers.find(({ chain }) => fault.provider === `rpc:${chain.slug}`);

  /** Takes the credits away as Stargate's planner could: they go to the chain that they lead to. */
  const drain = async (corridorId: string | undefined): Promise<void> => {
    const corridor = corridorId === undefined ? undefined : corridorById(corridorId);
    const moves: CreditMove[] = [];
    for (const { chainId, symbol } of STARGATE_POOLS) {
      const link = fleet.links.find(({ chain }) => chain.chainId === chainId);
      const others = STARGATE_POOLS.filter((other) => other.symbol === symbol && other.chainId !== chainId);
      for (const { chainId: to } of link === undefined ? [] : others) {
        const meant =
          corridor === undefined || (corridor.from.chainId === chainId && corridor.to.chainId === to && corridor.from.symbol === symbol);
        const amountShared = meant && link !== undefined ? await pathCredit(link, symbol, to) : 0n;
        if (amountShared > 0n) moves.push({ from: chainId, to, pathTo: to, symbol, amountShared });
      }
    }
    await fleet.remember({ owedCredits: [...fleet.world().owedCredits, ...moves] });
    await moveCredits(fleet.links, moves);
  };

  const returnCredits = async (): Promise<void> => {
    if (fleet.world().owedCredits.length === 0) return;
    const back = fleet.world().owedCredits.map((move) => ({ ...move, from: move.to, to: move.from }));
    await moveCredits(fleet.links, back);
    await fleet.remember({ owedCredits: [] });
  };

  return {
    returnCredits,
    begin: async (fault) => {
      if (fault.name === 'rpc-down') await keeperOf(fault)?.stop();
      if (fault.name === 'hang') keeperOf(fault)?.hang();
      if (IN_ANSWERS.has(fault.name))
        await keeperOf(fault)?.putFront((front) => startNodeFront({ ...front, trouble: () => troubleOf(fault.provider) }));
      if (fault.name === 'drained' && fault.provider === 'stargate') await drain(fault.corridor);
    },
    end: async (faults) => {
      for (const fault of faults) {
        const keeper = keeperOf(fault);
        if (fault.name === 'hang') keeper?.resume();
        if (inAnswers(fault.provider).length === 0) await keeper?.takeFront();
        if (fault.name === 'rpc-down' && keeper?.pid() === undefined) await keeper?.start();
      }
      if (faults.some(({ name, provider }) => name === 'drained' && provider === 'stargate')) await returnCredits();
    },
  };
};
