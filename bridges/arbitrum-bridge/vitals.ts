import { encodeFunctionData } from 'viem';
import type { Vital } from '../_kit/port.ts';
import { readView } from '../_kit/read-view.ts';
import { inboxAbi } from './abi.ts';
import { INBOX, L1_CHAIN_ID, ROLLUP } from './contracts.ts';

/** Inbox and rollup have the same view, and are paused each for itself. */
const pausedAt = (name: string, to: string): Vital => ({
  name,
  call: { to, data: encodeFunctionData({ abi: inboxAbi, functionName: 'paused' }) },
  read: (data) => {
    const paused = readView(inboxAbi, 'paused', data);
    return paused === undefined ? undefined : { kind: 'paused', paused };
  },
});

/** The inbox's pause stops deposits; while the rollup is paused nothing is confirmed, so that what is on its way back waits. */
export const vitals = (chainId: number): readonly Vital[] =>
  chainId === L1_CHAIN_ID ? [pausedAt('deposits paused', INBOX), pausedAt('withdrawals paused', ROLLUP)] : [];
