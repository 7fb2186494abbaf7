import { encodeFunctionData } from 'viem';
import type { Vital } from '../_kit/port.ts';
import { readView } from '../_kit/read-view.ts';
import { minterAbi } from './abi.ts';
import { domainOf, MESSAGE_TRANSMITTER, TOKEN_MINTER } from './contracts.ts';

/** The contracts answer `paused()` alike. */
const flag = (to: string, name: string): Vital => ({
  name,
  call: { to, data: encodeFunctionData({ abi: minterAbi, functionName: 'paused' }) },
  read: (data) => {
    const paused = readView(minterAbi, 'paused', data);
    return paused === undefined ? undefined : { kind: 'paused', paused };
  },
});

/** While either is paused nothing leaves and nothing arrives. */
export const vitals = (chainId: number): readonly Vital[] =>
  domainOf(chainId) === undefined ? [] : [flag(MESSAGE_TRANSMITTER, 'messages paused'), flag(TOKEN_MINTER, 'burns and mints paused')];
