import { closingWords } from './closing-words.ts';
import { dataDirPaths } from './data-dir.ts';
import { checkBeforeLaunch, deleteData, launch } from './launch.ts';
import { ownIdentity, takeLock } from './launcher-lock.ts';
import { endLeftovers } from './leftovers.ts';
import { readOptions } from './options.ts';
import { createReporter, seconds } from './render.ts';
import { runCli } from './run-cli.ts';
import { readState, writeState } from './state-file.ts';
import { onStopRequest } from './stop-request.ts';
import { createSupervisor } from './supervisor.ts';

/** `npm start`: the whole stack of this machine in the foreground, until Ctrl-C. */
await runCli(async () => {
  const startedAt = performance.now();
  const options = readOptions(process.argv.slice(2));
  const paths = dataDirPaths(options.dataDir);
  const unlock = await takeLock(paths.lock);
  const reporter = createReporter(process.stdout);
  let urls: Readonly<Record<string, string>> = {};

  const supervisor = createSupervisor({
    logsDir: paths.logs,
    onEvent: (event) => {
      save();
      if (event.kind === 'died') reporter.say(`  ! ${event.name} ended ${event.how}; it starts again in ${seconds(event.restartInMs)}`);
      if (event.kind === 'ready' && event.restarts > 0) reporter.say(`  ✓ ${event.name} works again after ${seconds(event.tookMs)}`);
      if (event.kind === 'stopped') reporter.say(`  · ${event.name} stopped (${seconds(event.tookMs)})`);
    },
  });
  const save = () => writeState(paths.state, { launcher: ownIdentity(), network: options.network, urls, processes: supervisor.list() });
  const stop = async () => {
    await supervisor.stopAll();
    reporter.close();
    unlock();
  };

  onStopRequest(async (why) => {
    reporter.say(`\n  ${why}; stopping everything, last started first.`);
    await stop();
  });

  try {
    const ended = await endLeftovers(readState(paths.state));
    if (ended.length > 0) reporter.say(`  An earlier launcher was killed and left ${ended.join(', ')} running; they are ended now.`);
    await checkBeforeLaunch(options, process.env);
    if (options.fresh) await deleteData(options.dataDir);
    const onUrls = (known: typeof urls) => {
      urls = known;
      save();
    };
    await launch({ options, env: process.env, supervisor, reporter, onUrls });
    reporter.say(`\n  Routebook works, after ${seconds(performance.now() - startedAt)}.`);
    if (options.components.includes('api')) reporter.say(closingWords(options.port));
  } catch (error) {
    await stop();
    throw error;
  }
});
