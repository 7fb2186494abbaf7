import { runCli } from './run-cli.ts';
import { runningStack } from './running-stack.ts';

/** `npm run env`: where everything that runs can be reached, as lines that a shell can read. */
await runCli(async () => {
  const { urls } = runningStack('env', 'Prints KEY=value of every engine, chain and API that runs.');
  for (const [name, url] of Object.entries(urls)) console.log(`${name}=${url}`);
});
