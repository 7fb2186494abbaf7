import { Command, InvalidArgumentError } from 'commander';
import { TOPICS } from '#schemas/topics.ts';
import { ConfigError, readConfig } from '../config.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createKafka } from './client.ts';
import { createDeadLetters, letterHeader } from './dead-letters.ts';
import { createPublisher } from './publisher.ts';

/** Shown of a letter's bytes; enough to recognise text, short enough for a line. */
const PREVIEW_BYTES = 24;

const positive = (text: string): number => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('a whole number from 1 on');
  return count;
};

const sourceTopic = (text: string): string => {
  const names: string[] = Object.values(TOPICS).map(({ name }) => name);
  if (!names.includes(text)) throw new InvalidArgumentError(`one of ${names.join(', ')}`);
  return text;
};

type Letters = ReturnType<typeof createDeadLetters>;

const withLetters = async (use: (letters: Letters, kafka: ReturnType<typeof createKafka>) => Promise<void>): Promise<void> => {
  const config = readConfig();
  const kafka = createKafka(config.KAFKA_BROKERS, 'routebook-dead-letters', createLogger('dead-letters', 'silent'));
  const admin = kafka.admin({ retry: { retries: 2 } });
  await admin.connect().catch(() => {
    throw new ConfigError(`Kafka does not answer at ${config.KAFKA_BROKERS.join(', ')}: is it running? KAFKA_BROKERS names another.`);
  });
  try {
    await use(createDeadLetters({ kafka, admin, prefix: config.ROUTEBOOK_PREFIX }), kafka);
  } finally {
    await admin.disconnect();
  }
};

interface Options {
  readonly topic?: string;
  readonly limit: number;
}

const list = ({ topic, limit }: Options): Promise<void> =>
  withLetters(async (letters) => {
    const found = await letters.list(topic, limit);
    for (const letter of found) {
      const value = letter.message.value;
      const preview = value === null ? '(null)' : `${value.length} bytes ${value.subarray(0, PREVIEW_BYTES).toString('hex')}`;
      const from = `${letterHeader(letter, 'topic')}/${letterHeader(letter, 'partition')}@${letterHeader(letter, 'offset')}`;
      const reader = letterHeader(letter, 'group') || '(reader unknown)';
      console.log(`${letterHeader(letter, 'at')}  ${from}  ${reader}  ${letterHeader(letter, 'reason')}  ${preview}`);
    }
    console.log(found.length === 0 ? 'No dead letters that were not replayed.' : `${found.length} listed.`);
  });

const replay = ({ topic, limit }: Options): Promise<void> =>
  withLetters(async (letters, kafka) => {
    const publisher = await createPublisher({ kafka, logger: createLogger('dead-letters', 'silent') });
    try {
      console.log(
        `${await letters.replay(topic, limit, publisher)} sent back to where they came from; one that several readers have letters of, once.`,
      );
    } finally {
      await publisher.close();
    }
  });

/** For the help alone: what starts this takes it out, and names the engines of that stack. */
const DATA_DIR = ['--data-dir <dir>', 'of the running stack whose letters they are (default: the usual one)'] as const;

const program = new Command('dead-letters')
  .description('What could not be processed: look at it, or give it another try.')
  .option(...DATA_DIR);
const subcommands = [
  { name: 'list', about: 'list dead letters that were not replayed, oldest first', action: list },
  { name: 'replay', about: 'send what there are dead letters of back to its topic, each message once', action: replay },
];
for (const { name, about, action } of subcommands) {
  program
    .command(name)
    .description(about)
    .option('--topic <name>', 'only letters of this topic, for example quotes', sourceTopic)
    .option('--limit <count>', 'at most so many letters', positive, 100)
    .option(...DATA_DIR)
    .action(action);
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
