import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const HERE = import.meta.dirname;
const PROJECT = join(HERE, 'peers/java');
const TARGET = join(HERE, '../.routebook/bench-peers');
const SCHEMA = join(HERE, '../schemas/avro/quote-event.avsc');
/** Kafka Streams on one core with room for its state; JIT and collector get the same core. */
const JVM = ['-Xms512m', '-Xmx512m', '-XX:ActiveProcessorCount=1', '-XX:+UseSerialGC'];

const build = async (): Promise<string> => {
  const classpath = join(TARGET, 'classpath.txt');
  await mkdir(TARGET, { recursive: true });
  await run('mvn', [
    '-B',
    '-q',
    '-f',
    PROJECT,
    'compile',
    'dependency:build-classpath',
    `-Dmdep.outputFile=${classpath}`,
    `-Dtarget.folder=${TARGET}`,
  ]);
  return `${join(TARGET, 'classes')}:${await readFile(classpath, 'utf8')}`;
};

const figure = (output: string, name: string): number => {
  const found = new RegExp(`^${name} (\\d+)$`, 'm').exec(output);
  if (found === null) throw new Error(`the Java peer printed no "${name}": ${output}`);
  return Number(found[1]);
};

/** The same fold in plain Java over the same messages: quotes a second, as objects and from Avro bytes to book bytes, and how many bytes a book has. */
export const measureJavaFold = async (messages: readonly Buffer[]): Promise<{ objects: number; bytes: number; bytesEach: number }> => {
  const classpath = await build();
  const file = join(TARGET, 'messages.bin');
  const framed = messages.flatMap((message) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(message.length);
    return [length, message];
  });
  await writeFile(file, Buffer.concat(framed));
  const { stdout } = await run('java', [...JVM, '-cp', classpath, 'routebook.FoldPeer', SCHEMA, file]);
  return { objects: figure(stdout, 'objects'), bytes: figure(stdout, 'bytes'), bytesEach: figure(stdout, 'size') };
};

/** Kafka Streams draining a topic of quotes into books, state on the heap: quotes a second from the first to the last. */
export const measureKafkaStreams = async (options: { brokers: string; from: string; to: string; messages: number }): Promise<number> => {
  const classpath = await build();
  const state = join(TARGET, `state-${options.from}`);
  const { stdout } = await run(
    'java',
    [...JVM, '-cp', classpath, 'routebook.StreamsPeer', options.brokers, options.from, options.to, SCHEMA, state, String(options.messages)],
    {
      timeout: 300_000,
    },
  );
  return figure(stdout, 'drained');
};
