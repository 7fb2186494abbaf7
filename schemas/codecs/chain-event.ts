import { type ChainEvent, isChainEventKind } from '#core/domain/chain-event.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { ChainEventRecord } from '../generated/chain-event.ts';
import { FieldError, readTime } from './amount.ts';

/** `bridge:chain:id`, as every bridge writes it. */
const TRANSFER_KEY = /^[a-z0-9-]+:\d+:\S{1,200}$/;
const HASH = /^0x[0-9a-fA-F]{64}$/;

/** A record of the topic `chain-events` as the domain's event, or in words what is wrong with it. */
export const chainEventFromRecord = (record: ChainEventRecord): Result<ChainEvent, string> => {
  const { eventId, transferKey, bridge, kind, blockHash, transactionHash } = record;
  if (eventId === '') return err('eventId is empty');
  if (!TRANSFER_KEY.test(transferKey) || !transferKey.startsWith(`${bridge}:`)) {
    return err(`no transfer key of ${bridge.slice(0, 40)}: ${transferKey.slice(0, 80)}`);
  }
  if (!isChainEventKind(kind)) return err(`kind is ${kind.slice(0, 40)}, which is not known here`);
  if (!HASH.test(transactionHash) || !HASH.test(blockHash)) return err('transactionHash or blockHash is none');
  try {
    return ok({
      ...record,
      kind,
      blockTimeMs: readTime(record.blockTimeMs, 'blockTimeMs'),
      observedAtMs: readTime(record.observedAtMs, 'observedAtMs'),
    });
  } catch (error) {
    if (error instanceof FieldError) return err(error.message);
    throw error;
  }
};

/** A chain event as a record of the topic `chain-events`. */
export const chainEventToRecord = (event: ChainEvent): ChainEventRecord => ({ ...event, fields: { ...event.fields } });
