import { z } from 'zod';
import { CHAIN_EVENT_KINDS } from '#core/domain/chain-event.ts';
import { TRANSFER_STATES } from '#core/domain/transfer.ts';
import { USER_STEP_KINDS } from '#core/domain/user-step.ts';
import { amountString, assetName, timestamp } from './primitives.ts';
import { stepAhead } from './user-step.ts';

const state = z.enum(TRANSFER_STATES).meta({ id: 'TransferState' });
const transaction = z.string().nullable().meta({ description: 'Transaction hash' });
const seen = z.boolean().meta({ description: 'Its deposit is on chain now' });

const transferEvent = z
  .object({
    eventId: z.string(),
    kind: z.enum(CHAIN_EVENT_KINDS),
    chainId: z.int(),
    blockNumber: z.int(),
    blockHash: z.string(),
    logIndex: z.int(),
    transaction: z.string(),
    at: timestamp.meta({ description: 'Time of the block' }),
    confirmed: z.boolean().meta({ description: 'Has its chain’s confirmations' }),
  })
  .meta({ id: 'TransferEvent' });

const promised = z
  .object({
    routeId: z.string(),
    amountOut: amountString,
    minAmountOut: amountString.meta({ description: 'What the calldata enforced' }),
    etaSeconds: z.object({ p50: z.number().nonnegative(), p90: z.number().nonnegative() }),
    userSteps: z.array(stepAhead).optional().meta({ description: 'Steps that were announced; absent when there were none' }),
    issuedAt: timestamp.meta({ description: 'When the transaction was handed out' }),
  })
  .meta({ id: 'Promised' });

const transferUserStep = z
  .object({
    kind: z.enum(USER_STEP_KINDS),
    chainId: z.int().meta({ description: 'Where it is sent' }),
    readyAt: timestamp.meta({ description: 'From when it can be sent, as far as is known' }),
    doneAt: timestamp.nullable().meta({ description: 'Time of its block; null until it was sent' }),
    transaction,
  })
  .meta({ id: 'TransferUserStep', description: 'A further transaction that the transfer needs of its user' });

const actionNeeded = z
  .object({
    kind: z.enum(USER_STEP_KINDS),
    chainId: z.int(),
    since: timestamp,
    until: timestamp.optional().meta({ description: 'When it can no longer be sent; absent when that has no end' }),
  })
  .meta({ id: 'ActionNeeded', description: 'What the user can send now and must, before it goes on' });

export type PromisedJson = z.infer<typeof promised>;

export const transfer = z
  .object({
    transferKey: z.string().meta({ description: 'bridge:originChainId:id', examples: ['across:1:4711'] }),
    bridge: z.string(),
    version: z.int().meta({ description: 'Rises with every change' }),
    state,
    failure: z.enum(['DEPOSIT_EXPIRED']).nullable().meta({ description: 'Why it failed, or why it was refunded' }),
    enteredAt: z.partialRecord(z.enum(TRANSFER_STATES), timestamp).meta({ description: 'When each state was entered' }),
    from: assetName.nullable(),
    to: assetName.nullable(),
    originChainId: z.int().nullable(),
    destinationChainId: z.int().nullable(),
    sender: z.string().nullable(),
    recipient: z.string().nullable(),
    amountIn: amountString.nullable(),
    amountQuoted: amountString.nullable().meta({ description: 'What the deposit promised, base units of `to`' }),
    amountUpdated: amountString.optional().meta({
      description:
        'What its depositor has signed since (a speed-up), base units of `to`: whoever fills may deliver this in place of `amountQuoted`. Absent when there is no such change',
    }),
    amountDelivered: amountString.nullable().meta({ description: 'What has arrived, base units of `to`' }),
    promised: promised
      .nullable()
      .meta({ description: 'What Routebook promised with the transaction that made the deposit; null when none of ours did' }),
    accuracyBps: z
      .number()
      .nullable()
      .meta({
        description:
          'Delivered against promised, in basis points, signed: 0 is to the base unit, -1.5 is 0.015 % less than promised. null until all has arrived, and where Routebook promised nothing',
        examples: [0],
      }),
    secondsPromised: z.number().nullable().meta({ description: 'The p50 that was promised' }),
    secondsTaken: z.int().nullable().meta({ description: 'From the deposit’s block to the fill’s' }),
    originTransaction: transaction,
    destinationTransaction: transaction,
    refundTransaction: transaction,
    filledBy: z.string().nullable(),
    expected: z.object({ state, by: timestamp }).nullable().meta({ description: 'What comes next, and by when' }),
    userSteps: z.array(transferUserStep).optional().meta({ description: 'First to last; absent when the transfer needs none' }),
    actionNeeded: actionNeeded.optional().meta({ description: 'Absent while it goes on by itself. `expected` is then null' }),
    stuck: z.boolean().meta({ description: 'Older than an hour and than 99 of 100 transfers of its corridor' }),
    seenOnChain: seen,
    depositRemoved: z.boolean().meta({ description: 'Its deposit was on chain and a reorg took it away' }),
    startedAt: timestamp,
    updatedAt: timestamp,
    events: z.array(transferEvent).meta({ description: 'What stands on chain, by time' }),
  })
  .meta({ id: 'Transfer' });

export type TransferJson = z.infer<typeof transfer>;

const note = z.string().optional().meta({
  description:
    'There when the history, which holds transfers older than a week, could not be asked: what is older is missing from this answer',
});

/** A transaction that no chain has shown yet: it is being looked for. */
export const unseenTransfer = z
  .object({ state: z.literal('PENDING'), seenOnChain: z.literal(false), transaction: z.string(), note })
  .meta({ id: 'UnseenTransfer', description: 'No chain has shown this transaction yet; it is being looked for' });

export type UnseenTransferJson = z.infer<typeof unseenTransfer>;

export const TRANSFERS_LIMIT_DEFAULT = 20;
export const TRANSFERS_LIMIT_MAX = 100;

export const transfersQuery = z.strictObject({
  address: z.string().meta({ description: 'Sender or recipient' }),
  limit: z.int().min(1).max(TRANSFERS_LIMIT_MAX).default(TRANSFERS_LIMIT_DEFAULT),
  cursor: z.string().max(400).optional().meta({ description: '`nextCursor` of the page before' }),
});

export const transfersResponse = z
  .object({
    transfers: z.array(transfer),
    nextCursor: z.string().nullable().meta({ description: 'null on the last page, which may be empty' }),
    note,
  })
  .meta({ id: 'TransferPage', description: 'Newest first; a transfer appears once' });

export type TransferPageJson = z.infer<typeof transfersResponse>;
