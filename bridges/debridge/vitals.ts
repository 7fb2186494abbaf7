import { encodeFunctionData } from 'viem';
import type { Vital } from '../_kit/port.ts';
import { readView } from '../_kit/read-view.ts';
import { sourceAbi } from './abi.ts';
import { DLN_CHAINS, DLN_DESTINATION, DLN_SOURCE } from './contracts.ts';

/** Both contracts answer `paused()`. */
const flag = (to: string, name: string): Vital => ({
  name,
  call: { to, data: encodeFunctionData({ abi: sourceAbi, functionName: 'paused' }) },
  read: (data) => {
    const paused = readView(sourceAbi, 'paused', data);
    return paused === undefined ? undefined : { kind: 'paused', paused };
  },
});

export const vitals = (chainId: number): readonly Vital[] =>
  (DLN_CHAINS as readonly number[]).includes(chainId) ? [flag(DLN_SOURCE, 'orders paused'), flag(DLN_DESTINATION, 'fills paused')] : [];
