import pc from 'picocolors';
import { DEFAULT_DATA_DIR } from './data-dir.ts';

const FROM = 'ethereum:USDC';
const TO = 'arbitrum:USDC';
const AMOUNT = '1000000000';

/** As a shell takes it for one word. */
const inShell = (text: string): string => (/^[\w./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** What a newcomer does next: addresses to open, one REST and one feed line to paste. Nothing to install for either. */
export const closingWords = (port: number, dataDir: string): string => {
  const on = dataDir === DEFAULT_DATA_DIR ? '' : `--data-dir ${inShell(dataDir)}`;
  const status = `npm run status${on && ` -- ${on}`}`;
  const logs = `npm run logs -- ranking -f${on && ` ${on}`}`;
  const api = `http://127.0.0.1:${port}`;
  const feed = `ws://127.0.0.1:${port}/ws/v1`;
  const question = JSON.stringify({ from: FROM, to: TO, amountIn: AMOUNT });
  const subscribe = JSON.stringify({ op: 'subscribe', id: '1', channel: 'routes', params: { from: FROM, to: TO, amountIn: AMOUNT } });
  return `
  ${pc.bold('board')}  ${api}/
  ${pc.bold('docs')}   ${api}/docs
  ${pc.bold('feed')}   ${feed}

${pc.dim('  Paste into another terminal, here: a quote over REST, and a book over WebSocket.')}

curl -s ${api}/api/v1/routes/quote -H 'content-type: application/json' -d '${question}'

node_modules/.bin/node -e 'w=new WebSocket("${feed}","routebook.v1.json");w.onopen=()=>w.send(JSON.stringify(${subscribe}));w.onmessage=m=>console.log(m.data)'

${pc.dim(`  npm run watch -- ${FROM} ${TO} ${AMOUNT} --url ${api} shows the same book as a table.`)}
${pc.dim(`  ${status} · ${logs} · Ctrl-C stops everything and keeps the data.`)}
`;
};
