import { type Abi, encodeAbiParameters, encodeEventTopics, type Hex } from 'viem';
import type { RawLog } from '../port.ts';

/** A log as the contract would write it: by its ABI alone, and nothing of the decoder that is to read it. */
export const encodeLog = (
  at: { readonly chainId: number; readonly address: string },
  abi: Abi,
  eventName: string,
  args: Readonly<Record<string, unknown>>,
): RawLog => {
  const event = abi.find((item) => item.type === 'event' && item.name === eventName);
  const { inputs } = event as unknown as { inputs: readonly { name: string; indexed?: boolean }[] };
  const unindexed = inputs.filter(({ indexed }) => indexed !== true);
  return {
    ...at,
    topics: encodeEventTopics({ abi, eventName, args } as never) as Hex[],
    data: encodeAbiParameters(unindexed as never, unindexed.map(({ name }) => args[name]) as never),
  };
};
