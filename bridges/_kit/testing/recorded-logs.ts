import { readFileSync } from 'node:fs';
import type { Bridge, BridgeEvent, RawLog } from '../port.ts';

/** Logs of one transaction, or some of them, copied from public test data that names the transaction. */
interface Recorded {
  readonly source: string;
  readonly chainId: number;
  readonly transactionHash: string;
  readonly logs: readonly Omit<RawLog, 'chainId'>[];
}

/** Where a bridge's recordings lie. */
export const recordedFolder = (bridge: string): string => `bridges/${bridge}/fixtures/logs`;

export const recordedLogs = (bridge: string, name: string): readonly RawLog[] => {
  const { chainId, logs } = JSON.parse(readFileSync(`${recordedFolder(bridge)}/${name}.json`, 'utf8')) as Recorded;
  return logs.map(({ address, topics, data }) => ({ chainId, address, topics, data }));
};

/** A recording as the watcher reads a transaction. */
export const readRecorded = (bridge: Bridge, name: string): readonly (BridgeEvent | null | undefined)[] => {
  const logs = recordedLogs(bridge.manifest.id, name);
  return bridge.decodeTogether === undefined ? logs.map((log) => bridge.decode(log)) : bridge.decodeTogether(logs);
};
