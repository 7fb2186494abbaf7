import pc from 'picocolors';

const PAIR = '"from":"ethereum:USDC","to":"arbitrum:USDC","amountIn":"1000000000"';

/** What a newcomer does next: addresses to open, one REST and one feed line to paste. Nothing to install for either. */
export const closingWords = (port: number): string => {
  const api = `http://127.0.0.1:${port}`;
  const feed = `ws://127.0.0.1:${port}/ws/v1`;
  const subscribe = `{op:"subscribe",id:"1",channel:"routes",params:{${PAIR}}}`;
  return `
  ${pc.bold('board')}  ${api}/
  ${pc.bold('docs')}   ${api}/docs
  ${pc.bold('feed')}   ${feed}

${pc.dim('  Paste into another terminal: a quote, and the book live.')}

curl -s ${api}/api/v1/routes/quote -H 'content-type: application/json' -d '{${PAIR}}'

node_modules/.bin/node -e 'w=new WebSocket("${feed}","routebook.v1.json");w.onopen=()=>w.send(JSON.stringify(${subscribe}));w.onmessage=m=>console.log(m.data)'

${pc.dim('  npm run status · npm run logs -- ranking -f · Ctrl-C stops everything and keeps the data')}
`;
};
