import { closingWords } from './closing-words.ts';
import { dataDirPaths } from './data-dir.ts';
import { checkBeforeLaunch, deleteData, launch } from './launch.ts';
import { takeLock } from './launcher-lock.ts';
import { endLeftovers } from './leftovers.ts';
import { readOptions } from './options.ts';
import { createReporter, eventLine, seconds } from './render.ts';
import { runCli } from './run-cli.ts';
import { createStateKeeper, readState } from './state-file.ts';
import { onStopRequest } from './stop-request.ts';
import { createSupervisor } from './supervisor.ts';

/** `npm start`: the whole stack of this machine in the foreground, until Ctrl-C. */
await runCli(async () => {
  const startedAt = performance.now();
  const options = readOptions(process.argv.slice(2));
  const paths = dataDirPaths(options.dataDir);
  const unlock = await takeLock(paths.lock);
  const reporter = createReporter(process.stdout);
  let stopRequested = false;

  const supervisor = createSupervisor({
    logsDir: paths.logs,
    onEvent: (event) => {
      keeper.save();
      const line = eventLine(event);
      if (line !== undefined) reporter.say(line);
    },
  });
  const keeper = createStateKeeper({
    file: paths.state,
    network: options.network,
    processes: supervisor.list,
    onFailure: (sentence) => reporter.say(`  ! ${sentence}`),
  });
  const stop = async () => {
    await supervisor.stopAll();
    reporter.close();
    unlock();
  };

  onStopRequest(async (why) => {
    stopRequested = true;
    reporter.say(`\n  ${why}; stopping everything, last started first.`);
    await stop();
  });

  try {
    const ended = await endLeftovers(readState(paths.state));
    if (ended.length > 0) reporter.say(`  An earlier launcher was killed and left ${ended.join(', ')} running; they are ended now.`);
    await checkBeforeLaunch(options, process.env);
    if (options.fresh) await deleteData(options.dataDir);
    await launch({ options, env: process.env, supervisor, reporter, onUrls: keeper.setUrls });
    reporter.say(`\n  Routebook works, after ${seconds(performance.now() - startedAt)}.`);
    if (options.components.includes('api')) reporter.say(closingWords(options.port, options.dataDir));
  } catch (error) {
    await stop();
    // A start that is cut short by Ctrl-C fails too, which is no news.
    if (!stopRequested) throw error;
  }
});
