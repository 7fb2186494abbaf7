import { runCli } from './run-cli.ts';
import { runningStack } from './running-stack.ts';

/** `npm run status`: one line a process: name, pid, state, restarts, address. */
await runCli(async () => {
  const { processes } = runningStack('status', 'Prints a line a process: name, pid, state, restarts, address.');
  for (const { name, pid, state, restarts, address } of processes) {
    console.log(
      [name.padEnd(12), String(pid ?? '-').padEnd(7), state.padEnd(10), `${restarts} restart${restarts === 1 ? ' ' : 's'}`, address].join(
        ' ',
      ),
    );
  }
});
