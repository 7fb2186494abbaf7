import type { Outcome, Step } from '#platform/kafka/step.ts';
import type { Codec } from '#platform/registry/codec.ts';
import { chainEventFromRecord } from '#schemas/codecs/chain-event.ts';
import type { ChainEventRecord } from '#schemas/generated/chain-event.ts';
import type { PositionLedger } from './position-ledger.ts';
import type { TransfersOut } from './transfers-out.ts';

/** While the registry is away and a new schema id has come. */
const REGISTRY_RETRY_MS = 500;
/** A consumer is given messages before it has gone to where the views end; going there takes two questions to Kafka and one to Redis. */
const BEGIN_RETRY_MS = 20;

/** The step of the topic `chain-events`: each message is one observation of its transfer's set. */
export const createTransferStep = (deps: { codec: Codec<ChainEventRecord>; out: TransfersOut; ledger: PositionLedger }): Step => {
  const { codec, out, ledger } = deps;
  return {
    take: async ({ partition, messages }) => {
      const outcomes = new Map<number, Outcome>();
      if (!ledger.knows(partition))
        return outcomes.set(0, { kind: 'retry', reason: 'where to begin is not known yet', afterMs: BEGIN_RETRY_MS });
      try {
        await codec.prepare(messages.map(({ value }) => value));
      } catch (error) {
        return outcomes.set(0, { kind: 'retry', reason: String(error), afterMs: REGISTRY_RETRY_MS });
      }
      for (const [index, { value }] of messages.entries()) {
        const record = codec.decode(value);
        const event = record.ok ? chainEventFromRecord(record.value) : record;
        if (!event.ok) outcomes.set(index, { kind: 'deadLetter', reason: event.error });
        else if (value !== null) out.note(event.value.transferKey, { event: event.value, bytes: value });
      }
      const first = messages[0];
      const last = messages.at(-1);
      if (first !== undefined && last !== undefined) ledger.took(partition, Number(first.offset), Number(last.offset) + 1);
      return outcomes;
    },
    flush: out.write,
  };
};
