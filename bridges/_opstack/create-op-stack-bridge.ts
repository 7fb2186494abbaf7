import type { Bridge } from '../_kit/port.ts';
import { createCorridors } from './corridors.ts';
import { createDecode, createWatches } from './events.ts';
import { L1_CHAIN_ID, type OpStackChain } from './op-stack-chain.ts';
import { createQuote, QUOTE_LIFETIME_MS } from './quote.ts';
import { createReliedContracts } from './relied-contracts.ts';
import { explainRevert } from './reverts.ts';
import { createStepTransaction } from './step-transaction.ts';
import { createTransaction } from './transaction.ts';
import { createVitals } from './vitals.ts';

/** The standard bridge of one OP Stack chain behind the port. It has no API: it is asked on chain. */
export const createOpStackBridge = (chain: OpStackChain): Bridge => ({
  manifest: {
    id: chain.id,
    name: chain.name,
    chains: [L1_CHAIN_ID, chain.chainId],
    assets: ['ETH', ...chain.tokens],
    trust: 'canonical',
    docs: chain.docs,
    links: chain.links,
    endpoints: {},
    limits: { minUsd: null, maxUsd: null },
    // It is asked on chain, so the budget is that of an RPC endpoint: public ones give some tens of calls a second.
    budget: { perSecond: 20, burst: 40, concurrency: 16 },
    quoteLifetimeMs: QUOTE_LIFETIME_MS,
    health: { names: chain.names },
  },
  quote: createQuote(chain),
  corridors: createCorridors(chain),
  transaction: createTransaction(chain),
  stepTransaction: createStepTransaction(chain),
  explainRevert,
  watches: createWatches(chain),
  ...createDecode(chain),
  vitals: createVitals(chain),
  reliedContracts: createReliedContracts(chain),
  reads: {},
});
