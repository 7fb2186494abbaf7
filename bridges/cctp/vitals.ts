import { encodeFunctionData } from 'viem';
import type { Vital } from '../_kit/port.ts';
import { readView } from '../_kit/read-view.ts';
import { transmitterAbi } from './abi.ts';
import { domainOf, MESSAGE_TRANSMITTER } from './contracts.ts';

/** The transmitter sends and receives for both directions; while it is paused nothing leaves and nothing arrives. */
const paused: Vital = {
  name: 'messages paused',
  call: { to: MESSAGE_TRANSMITTER, data: encodeFunctionData({ abi: transmitterAbi, functionName: 'paused' }) },
  read: (data) => {
    const flag = readView(transmitterAbi, 'paused', data);
    return flag === undefined ? undefined : { kind: 'paused', paused: flag };
  },
};

export const vitals = (chainId: number): readonly Vital[] => (domainOf(chainId) === undefined ? [] : [paused]);
