import { Command } from 'commander';
import { createFeedClient } from './feed-client.ts';
import { FEED_PATH } from './feed-protocol.ts';
import { createRestClient } from './rest-client.ts';
import { renderChange, renderTable } from './watch-text.ts';

/** `npm run watch -- ethereum:USDC arbitrum:USDC 1000000000`: the live book in the terminal. */
const watch = async (from: string, to: string, amountIn: string, options: { url: string; depth: string }): Promise<void> => {
  const assets = await createRestClient({ url: options.url })
    .assets()
    .catch((cause: Error) => {
      console.error(`${cause.message}. Is Routebook running there? npm start brings it up; --url names another address.`);
      process.exit(1);
    });
  const decimalsOf = (asset: string) => assets.find(({ asset: id }) => id === asset)?.decimals ?? 0;
  const client = createFeedClient({ url: `${options.url.replace(/^http/, 'ws').replace(/\/+$/, '')}${FEED_PATH}` });
  const subscription = client.subscribe({ from, to, amountIn, depth: Number(options.depth) });
  const isTerminal = process.stdout.isTTY;
  const draw = () => {
    const nowMs = Date.now() + client.clockAheadMs();
    process.stdout.write(`\u001b[H\u001b[J${renderTable(subscription.view(), client.connection(), { nowMs, decimalsOf })}\n`);
  };
  if (isTerminal) {
    process.stdout.write('\u001b[2J');
    client.onConnection(draw);
    setInterval(draw, 500).unref();
  }
  const leave = () => {
    subscription.close();
    client.close();
    process.exit(0);
  };
  process.once('SIGINT', leave);
  // Whoever reads our lines has read enough (`| head`).
  process.stdout.once('error', leave);
  try {
    for await (const view of subscription) {
      if (isTerminal) draw();
      else console.log(renderChange(view, decimalsOf));
    }
  } catch (cause) {
    client.close();
    console.error(cause instanceof Error ? cause.message : String(cause));
    process.exitCode = 1;
  }
};

await new Command('watch')
  .description('Prints the live book of a corridor at one amount: a table in a terminal, else one line a change.')
  .argument('<from>', 'asset that goes in, for example ethereum:USDC')
  .argument('<to>', 'asset that comes out, for example arbitrum:USDC')
  .argument('<amountIn>', 'amount in base units, for example 1000000000 for 1000 USDC')
  .option('--url <url>', 'address of the API', 'http://127.0.0.1:7400')
  .option('--depth <routes>', 'how many routes, 1 to 20', '10')
  .action(watch)
  .parseAsync();
