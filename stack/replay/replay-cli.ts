import { readConfig } from '#platform/config.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { runCli } from '../run-cli.ts';
import { readReplayOptions } from './replay-options.ts';
import { reportOf, totalOf } from './report.ts';
import { runReplay } from './run-replay.ts';

/** `npm run replay`: what goes on is told on stderr, the comparison on stdout. Ctrl-C clears away and ends with 130. */
const INTERRUPTED = 130;
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());

const clock = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

await runCli(async () => {
  const options = readReplayOptions(process.argv.slice(2), Date.now());
  const { fromMs, toMs, json, keep } = options;
  console.error(`From ${clock(fromMs)} to ${clock(toMs)} UTC, ${options.speed} times as fast as it was.`);
  try {
    const replay = await runReplay({
      ...options,
      config: readConfig(),
      signal: stopping.signal,
      logger: createLogger('replay', 'silent'),
      onStep: (words) => console.error(`${words} …`),
      onProgress: ({ atMs, quotes, speed }) => {
        const done = Math.max(Math.floor((100 * (atMs - fromMs)) / (toMs - fromMs)), 0);
        console.error(`  ${clock(atMs)}  ${done} %  ${quotes} quotes  × ${speed.toFixed(1)}`);
      },
    });
    console.log(json ? JSON.stringify({ ...replay, total: totalOf(replay.corridors) }) : `\n${reportOf(replay.corridors, replay)}`);
    if (keep)
      console.error(`Kept: topics and views of the prefix ${replay.prefix}; ROUTEBOOK_PREFIX=${replay.prefix} shows them to any service.`);
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    console.error('Stopped.');
    process.exitCode = INTERRUPTED;
  }
});
