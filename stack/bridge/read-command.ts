import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readRecorded } from '#bridges/_kit/read-recorded.ts';
import { readingJson } from '#bridges/_kit/reading-json.ts';
import { recordingOf } from '#bridges/_kit/recording.ts';
import { findBridge } from './find-bridge.ts';
import { readAsk } from './read-ask.ts';
import { UsageError } from './usage-error.ts';

export interface ReadOptions {
  readonly ask?: string;
  readonly endpoint?: string;
  readonly status?: string;
  readonly header?: readonly string[];
  readonly at?: string;
}

/** `npm run bridge -- read NAME FILE`: what the adapter makes of a recorded answer, as plain JSON. Throws a UsageError. */
export const readCommand = async (name: string, file: string, options: ReadOptions, nowMs: number): Promise<unknown> => {
  const bridge = findBridge(name);
  const asked = options.ask === undefined ? {} : readAsk(options.ask);
  if (file === '-' && options.endpoint === undefined) {
    const [first] = Object.keys(bridge.reads);
    throw new UsageError(`What comes on stdin has no name: say which endpoint gave it, as in --endpoint ${first ?? 'quote'}.`);
  }
  const fileName = options.endpoint === undefined ? basename(file) : `${options.endpoint}.${basename(file)}`;
  const recording = recordingOf(fileName, contentOf(file));
  const reading = await readRecorded(
    bridge,
    options.status === undefined ? recording : { ...recording, status: statusOf(options.status) },
    { ...asked, atMs: options.at === undefined ? undefined : timeOf(options.at), headers: headersOf(options.header ?? []) },
    nowMs,
  );
  if (!reading.ok) throw new UsageError(`${file}: ${reading.error}.`);
  return readingJson(bridge.manifest.id, reading.value);
};

const contentOf = (file: string): string => {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error && 'code' in error ? error.code : error}.`);
  }
};

const statusOf = (text: string): number => {
  if (!/^[1-5]\d\d$/.test(text)) throw new UsageError(`--status ${text} is no HTTP status.`);
  return Number(text);
};

const timeOf = (text: string): number => {
  const ms = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isSafeInteger(ms)) throw new UsageError(`--at ${text} is no time: write ISO 8601 or epoch milliseconds.`);
  return ms;
};

const headersOf = (given: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    given.map((text) => {
      const [, header, value] = /^([^:=\s]+)\s*[:=]\s*(.*)$/.exec(text) ?? [];
      if (header === undefined || value === undefined) throw new UsageError(`--header ${text}: write name=value.`);
      return [header.toLowerCase(), value];
    }),
  );
