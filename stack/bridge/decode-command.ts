import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Bridge, RawLog } from '#bridges/_kit/port.ts';
import { findChain } from '#core/domain/chain.ts';
import { findBridge } from './find-bridge.ts';
import { UsageError } from './usage-error.ts';

const logShape = z.object({
  address: z.string(),
  topics: z.array(z.string()),
  data: z.string(),
  blockNumber: z.number().int().nonnegative().optional(),
  blockTimeMs: z.number().int().nonnegative().optional(),
  input: z.string().optional(),
  outcome: z.enum(['success', 'reverted', 'absent']).optional(),
});

/** `npm run bridge -- decode NAME --chain … --log …`: what a log says of a transfer, or why it says nothing. Throws a UsageError. */
export const decodeCommand = (name: string, options: { chain: string; log: string }): unknown => {
  const bridge = findBridge(name);
  const chain = findChain(options.chain);
  if (chain === undefined) throw new UsageError(`--chain ${options.chain}: no such chain; write a slug (base) or an id (8453).`);
  const { blockNumber, blockTimeMs, input, outcome, ...given } = readLog(options.log);
  const log: RawLog = {
    ...given,
    chainId: chain.chainId,
    ...(blockNumber !== undefined && { blockNumber }),
    ...(blockTimeMs !== undefined && { blockTimeMs }),
    ...(input !== undefined && { input }),
    ...(outcome !== undefined && { outcome }),
  };
  const event = bridge.decode(log);
  if (event === undefined) return { event: null, why: whyNothing(bridge, log) };
  const fields = Object.fromEntries(Object.entries(event.fields).map(([field, value]) => [field, String(value)]));
  const { kind, transferKey = null, transferKeys } = event;
  return { event: { kind, transferKey, ...(transferKeys && { transferKeys }), fields } };
};

const readLog = (given: string): z.infer<typeof logShape> => {
  let json: unknown;
  try {
    json = JSON.parse(given.trimStart().startsWith('{') ? given : readFileSync(given, 'utf8'));
  } catch {
    throw new UsageError('--log is neither JSON nor a file that holds it: write {"address":"0x…","topics":["0x…"],"data":"0x…"}.');
  }
  const parsed = logShape.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`--log: ${issue?.path.join('.') || 'log'}: ${issue?.message}.`);
};

const whyNothing = (bridge: Bridge, log: RawLog): string => {
  const contract = bridge.watches(log.chainId).find(({ address }) => address.toLowerCase() === log.address.toLowerCase());
  if (contract === undefined) return `${log.address} is none of its contracts on this chain`;
  const topic = log.topics[0]?.toLowerCase();
  if (!contract.topics.some((one) => one.toLowerCase() === topic)) return `it reads no event with topic ${topic ?? '(none)'} there`;
  const alone = bridge.decodeTogether === undefined ? '' : ' without the other logs of its transaction';
  return `the bytes do not fit the event, or it tells nothing of a transfer${alone}`;
};
