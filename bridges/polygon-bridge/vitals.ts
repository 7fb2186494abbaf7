import type { Vital } from '../_kit/port.ts';
import { readView } from '../_kit/read-view.ts';
import { managerAbi, multicallAbi, tokenAbi } from './abi.ts';
import { L1_CHAIN_ID } from './contracts.ts';
import { PAIRS, type Pair } from './pairs.ts';
import { heldCall } from './quote.ts';
import { standingCalls } from './standing.ts';

const migration = (pair: Pair): readonly Vital[] =>
  standingCalls(pair)
    .slice(1)
    .map((call) => ({
      name: `${pair.l1.symbol} switched off`,
      call,
      read: (data) => {
        const status = readView(managerAbi, 'migrationStatus', data);
        return status === undefined ? undefined : { kind: 'paused', paused: status[0] || status[1] };
      },
    }));

const held = (pair: Pair): Vital => ({
  name: `${pair.l1.symbol} held`,
  call: heldCall(pair),
  read: (data) => {
    const amount = pair.isEther ? readView(multicallAbi, 'getEthBalance', data) : readView(tokenAbi, 'balanceOf', data);
    return amount === undefined ? undefined : { kind: 'liquidity', asset: pair.l1.id, amount };
  },
});

/** On Ethereum: the flags of each pair's migration, and what lies there for those who come back. */
export const vitals = (chainId: number): readonly Vital[] =>
  chainId === L1_CHAIN_ID ? PAIRS.flatMap((pair) => [...migration(pair), held(pair)]) : [];
