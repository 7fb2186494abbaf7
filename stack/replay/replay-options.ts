import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import type { Weights } from '#core/domain/route.ts';
import { readWeights, weightsText } from '#core/ranking/read-weights.ts';
import { PRESET_WEIGHTS } from '#core/ranking/weights.ts';
import type { Result } from '#core/result.ts';
import { readTime } from './read-time.ts';

export interface ReplayOptions {
  readonly fromMs: number;
  readonly toMs: number;
  /** How many times as fast as it was at most: the ranker may be slower, and is waited for. */
  readonly speed: number;
  /** Undefined leaves the ranking as the code has it. */
  readonly weights: Weights | undefined;
  readonly keep: boolean;
  readonly json: boolean;
}

const SPEED_MAX = 1_000;

const orInvalid = <T>(result: Result<T, string>): T => {
  if (result.ok) return result.value;
  throw new InvalidArgumentError(result.error);
};

const speedOf = (text: string): number => {
  const speed = Number(text);
  if (!(speed > 0 && speed <= SPEED_MAX)) throw new InvalidArgumentError(`a number above 0, up to ${SPEED_MAX}`);
  return speed;
};

/** Weights in words, or in a file as JSON: `{"cost": 40, "speed": 30}`. */
const weightsOf = (given: string): Weights => {
  if (!given.startsWith('@')) return orInvalid(readWeights(given));
  try {
    const read: unknown = JSON.parse(readFileSync(given.slice(1), 'utf8'));
    if (typeof read !== 'object' || read === null) throw new Error('it holds no object');
    return orInvalid(
      readWeights(
        Object.entries(read)
          .map((entry) => entry.join('='))
          .join(','),
      ),
    );
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    throw new InvalidArgumentError(`${given.slice(1)} cannot be read: ${(error as Error).message}`);
  }
};

/** Reads the command line; prints help or what is wrong with it, and ends the process, as commander does. */
export const readReplayOptions = (argv: readonly string[], nowMs: number): ReplayOptions => {
  const time = (text: string) => orInvalid(readTime(text, nowMs));
  const command = new Command('npm run replay --')
    .description(
      'Ranks the recorded past again, with the ranking as it is now or with other weights, and tells how often another bridge would have\n' +
        'stood first than did, and what it would have paid. Reads ClickHouse; writes topics and views of a prefix of its own, and deletes them.',
    )
    .option('--from <time>', 'begin: a date with or without a time (UTC), or -90m, -6h, -2d before now', time, nowMs - 3_600_000)
    .option('--to <time>', 'end, written as the begin', time, nowMs)
    .option('--speed <factor>', 'so many times as fast as it was, at most', speedOf, 30)
    .option(
      '--weights <weights>',
      `other weights, for example ${weightsText(PRESET_WEIGHTS.best)} (which are those in force), or @file.json`,
      weightsOf,
    )
    .option('--keep', 'leave the topics and views of the replay', false)
    .option('--json', 'print the comparison as JSON', false)
    .option('--data-dir <dir>', 'of the running stack whose history is read (default: the usual one)')
    .addHelpText(
      'after',
      '\nDefaults: the last hour, thirty times as fast. What it says, and what it cannot say: docs/replay.md.\n' +
        'Example: npm run replay -- --from -6h --weights cost=60,speed=20,reliability=15,liquidity=5',
    );
  // Defaults are shown as what they mean, not as numbers.
  for (const option of command.options) {
    if (option.long === '--from') option.defaultValueDescription = '-1h';
    if (option.long === '--to') option.defaultValueDescription = 'now';
  }
  const given = command
    .parse(argv, { from: 'user' })
    .opts<Partial<{ [K in 'from' | 'to' | 'speed']: number }> & { weights?: Weights; keep: boolean; json: boolean }>();
  const { from: fromMs = nowMs, to: toMs = nowMs, speed = 1, weights, keep, json } = given;
  if (fromMs >= toMs)
    command.error(`error: --from (${new Date(fromMs).toISOString()}) must be before --to (${new Date(toMs).toISOString()})`);
  if (toMs > nowMs) command.error(`error: --to (${new Date(toMs).toISOString()}) is in the future; the past ends now`);
  return { fromMs, toMs, speed, weights, keep, json };
};
