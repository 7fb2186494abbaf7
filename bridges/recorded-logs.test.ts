import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recordedFolder, recordedLogs } from './_kit/testing/recorded-logs.ts';
import { BRIDGES } from './registry.ts';

/** Of a chain that is not in the registry; its shape is the same. */
const ELSEWHERE = 'log.created-on-hyperevm.json';

const all = BRIDGES.flatMap((bridge) => {
  const folder = recordedFolder(bridge.manifest.id);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file !== ELSEWHERE) : [];
  return files.map((file) => ({ bridge, id: bridge.manifest.id, name: file.replace('.json', '') }));
});

test.each(all)('$id watches the contract and the topic of every log of $name', ({ bridge, id, name }) => {
  for (const { chainId, address, topics } of recordedLogs(id, name)) {
    const watched = bridge.watches(chainId).find((one) => one.address.toLowerCase() === address.toLowerCase());
    expect(watched?.topics).toContain(topics[0]);
  }
});
