// The barest watch of chains: each is asked for its newest block and for the logs since the last look, once an interval, and that is all.
// Environment: RPC_URLS (comma), INTERVAL_MS, ADDRESSES and TOPICS (comma), SECONDS. Says its share of a core in percent, on its last line.

const { RPC_URLS = '', INTERVAL_MS = '1000', ADDRESSES = '', TOPICS = '', SECONDS = '10' } = process.env;

const ask = async (url: string, method: string, params: readonly unknown[]): Promise<unknown> => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return ((await response.json()) as { result: unknown }).result;
};

const last = new Map<string, string>();
const look = async (url: string): Promise<void> => {
  const toBlock = (await ask(url, 'eth_blockNumber', [])) as string;
  const fromBlock = last.get(url) ?? toBlock;
  if (fromBlock !== toBlock) {
    await ask(url, 'eth_getLogs', [{ address: ADDRESSES.split(','), topics: [TOPICS.split(',')], fromBlock, toBlock }]);
  }
  last.set(url, toBlock);
};

const urls = RPC_URLS.split(',');
const lookAtAll = () => Promise.all(urls.map(look));
await lookAtAll();
const before = process.cpuUsage();
const begunMs = performance.now();
const timer = setInterval(() => void lookAtAll(), Number(INTERVAL_MS));
await new Promise((resolve) => setTimeout(resolve, Number(SECONDS) * 1_000));
clearInterval(timer);
const { user, system } = process.cpuUsage(before);
console.log((((user + system) / 1_000 / (performance.now() - begunMs)) * 100).toFixed(2));
process.exit(0);
