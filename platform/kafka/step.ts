import type { KafkaMessage } from 'kafkajs';

/** What became of one message. Only the runner acts on it: a step never commits, publishes dead letters or waits. */
export type Outcome =
  /** Of no use here, and that is fine. */
  | { readonly kind: 'drop'; readonly reason: string }
  /** Can never be processed. Its bytes go to the dead-letter topic and the partition goes on. */
  | { readonly kind: 'deadLetter'; readonly reason: string }
  /** Cannot be processed now; it and all after it are given again. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs: number };

/** Outcomes by the message's place in the batch. A message that is not named was processed: ok. */
export type Outcomes = ReadonlyMap<number, Outcome>;

export interface StepBatch {
  /** The topic as Kafka knows it, prefix included. */
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly KafkaMessage[];
}

/** What a service does with messages. At-least-once: the same message may come again. */
export interface Step {
  /** Takes a batch in. A throw is a bug: the messages are then given one by one, and the one that throws becomes a dead letter. */
  take(batch: StepBatch): Outcomes | Promise<Outcomes>;
  /** Resolves when all that was taken of this topic is safe in the sinks. A rejection is tried again until it is, or the service stops. */
  flush(topic: string): Promise<void>;
  /**
   * True for a step that gathers for a while before it writes: more is taken while its flushes are on their way, of which those of one
   * topic end in order, and the step says by `retry` when it has no room. What is on its way when the service stops is left; it comes again.
   */
  readonly gathers?: boolean;
}
