const LINE = /^routebook_kafka_safe_messages\{(.*)\} (\S+)$/gm;
const LABEL = /(\w+)="([^"]*)"/g;
/** Reads the same topics as another group of the ranker, for what cannot be read alone. */
const POISON = /-poison$/;

/** How a partition is named here. */
export const partitionName = (topic: string, partition: number | string): string => `${topic}/${partition}`;

/** Up to where the ranker's books have what lies in the partitions that it reads, by the name of the partition, as its `/metrics` say. */
export const safeOffsets = (metrics: string): ReadonlyMap<string, number> => {
  const offsets = new Map<string, number>();
  for (const [, labels = '', value] of metrics.matchAll(LINE)) {
    const {
      group = '',
      topic = '',
      partition = '',
    } = Object.fromEntries([...labels.matchAll(LABEL)].map(([, name, text]) => [name, text]));
    if (!POISON.test(group)) offsets.set(partitionName(topic, partition), Number(value));
  }
  return offsets;
};
