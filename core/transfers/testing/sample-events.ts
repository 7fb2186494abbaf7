import { type ChainEvent, type ChainEventKind, confirmedIdOf, eventIdOf } from '../../domain/chain-event.ts';
import { type Expectations, priorFillTimes } from '../expectations.ts';

/** A moment to begin at; nothing depends on which. */
export const START_MS = 1_763_650_000_000;

export const hashOf = (seed: string): string => `0x${Buffer.from(seed).toString('hex').padStart(64, '0').slice(-64)}`;

export const EXPECTATIONS: Expectations = { fillTimes: ({ bridge }) => priorFillTimes(bridge), confirmationMs: () => 60_000 };

const RELAY = {
  originChainId: '1',
  destinationChainId: '42161',
  inputToken: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
  outputToken: '0xaf88d065e77c8cC2239327C5EDb3A432268e5831',
  inputAmount: '1000000000',
  outputAmount: '999500000',
  depositor: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
  recipient: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
  fillDeadline: String(START_MS / 1_000 + 600),
};

/** What a test says of an event; the rest is that of a usual Across transfer of 1 000 USDC from Ethereum to Arbitrum. */
export interface Wish {
  readonly kind: ChainEventKind;
  /** Names the block. */
  readonly block: string;
  readonly transaction?: string;
  readonly chainId?: number;
  /** After START_MS. */
  readonly atMs?: number;
  readonly observedMs?: number;
  readonly removed?: boolean;
  readonly transferKey?: string;
  readonly bridge?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

const fieldsOf = (kind: ChainEventKind): Record<string, string> => {
  if (kind === 'deposit') return RELAY;
  if (kind === 'fill') {
    return {
      ...RELAY,
      deliveredAmount: RELAY.outputAmount,
      deliveredTo: RELAY.recipient,
      relayer: '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65',
    };
  }
  return {};
};

export const chainEvent = (wish: Wish): ChainEvent => {
  const { kind, block, atMs = 0, removed = false, bridge = 'across' } = wish;
  const chainId = wish.chainId ?? (kind === 'fill' ? 42161 : 1);
  const blockHash = hashOf(`block ${block}`);
  return {
    eventId: eventIdOf(chainId, blockHash, 0),
    transferKey: wish.transferKey ?? `${bridge}:1:7`,
    bridge,
    kind,
    removed,
    chainId,
    blockNumber: 100,
    blockHash,
    logIndex: 0,
    transactionHash: hashOf(`transaction ${wish.transaction ?? kind}`),
    blockTimeMs: START_MS + atMs,
    observedAtMs: START_MS + (wish.observedMs ?? atMs + 500),
    fields: { ...fieldsOf(kind), ...wish.fields },
  };
};

/** The event that says that another has its confirmations. */
export const confirmation = (event: ChainEvent, atMs: number): ChainEvent => ({
  ...event,
  eventId: confirmedIdOf(event.eventId),
  kind: 'confirmed',
  removed: false,
  blockTimeMs: START_MS + atMs,
  observedAtMs: START_MS + atMs,
  fields: { confirms: event.eventId },
});

/** The word that a reorg took an event away. */
export const removal = (event: ChainEvent, observedMs: number): ChainEvent => ({
  ...event,
  removed: true,
  observedAtMs: START_MS + observedMs,
});
