import { type Abi, type DecodeEventLogReturnType, decodeEventLog, type Hex } from 'viem';
import type { RawLog } from './port.ts';

const HEX = /^0x(?:[0-9a-fA-F]{2})*$/;

/** Reads a log by an ABI; undefined when it is none of the ABI's events or its bytes do not fit. Never throws. */
export const decodeLog = <const abi extends Abi>(abi: abi, log: RawLog): DecodeEventLogReturnType<abi> | undefined => {
  if (!HEX.test(log.data) || log.topics.length === 0 || !log.topics.every((topic) => HEX.test(topic))) return undefined;
  try {
    return decodeEventLog({
      abi,
      data: log.data as Hex,
      topics: log.topics as [Hex, ...Hex[]],
      strict: true,
    }) as DecodeEventLogReturnType<abi>;
  } catch {
    return undefined;
  }
};
