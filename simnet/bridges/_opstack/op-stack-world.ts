import type { OpStackChain } from '#bridges/_opstack/op-stack-chain.ts';
import type { SimnetBridge } from '../_kit/simnet-bridge.ts';
import { configureOpStack } from './configure.ts';
import { opStackConstructions } from './deploy.ts';
import { findProposals } from './proposer.ts';
import { findDeposits } from './sequencer.ts';

const nobody = async (): Promise<void> => {};

/** An OP Stack chain's own bridge: the package's contracts, its sequencer that carries deposits, and its proposer. Proofs and claims are the user's. */
export const createOpStackWorld = (chain: OpStackChain): SimnetBridge => ({
  id: chain.id,
  constructions: opStackConstructions(chain),
  configure: configureOpStack(chain),
  relayers: [
    { name: `${chain.id}-sequencer`, roundMs: 2_000, find: findDeposits(chain), endow: nobody },
    { name: `${chain.id}-proposer`, roundMs: 5_000, find: findProposals(chain), endow: nobody },
  ],
});
