import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { spokePool } from '#bridges/_across/spoke-pool.ts';
import { assetByAddress } from '#core/domain/asset.ts';
import { corridorById } from '#core/domain/corridor.ts';

/** The upstream's mood: how it answers GET /suggested-fees from now on. */
export type Mood = (response: ServerResponse, good: Record<string, unknown>) => void;

export const json = (response: ServerResponse, body: unknown) => void response.end(JSON.stringify(body));
export const fine: Mood = (response, good) => json(response, good);
const part = (total: bigint) => ({ pct: '0', total: String(total) });

/** The answer that the API documents, for whatever is asked: fees of 3, 2 and 1 parts in 10 000. */
const goodAnswer = (query: URLSearchParams): Record<string, unknown> => {
  const amount = BigInt(query.get('amount') ?? 0);
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const side = (chain: string, token: string) => {
    const asset = assetByAddress(Number(query.get(chain)), query.get(token) ?? '');
    return { address: asset?.address, symbol: asset?.symbol, decimals: asset?.decimals, chainId: asset?.chainId };
  };
  const [capital, gas, lp] = [(amount * 3n) / 10_000n, (amount * 2n) / 10_000n, amount / 10_000n];
  const limits = {
    minDeposit: '10',
    maxDeposit: String(10n ** 24n),
    maxDepositInstant: String(10n ** 23n),
    maxDepositShortDelay: String(10n ** 24n),
  };
  return {
    estimatedFillTimeSec: 3,
    timestamp: String(nowSeconds - 60),
    isAmountTooLow: false,
    exclusiveRelayer: `0x${'0'.repeat(40)}`,
    exclusivityDeadline: 0,
    fillDeadline: String(nowSeconds + 7_200),
    spokePoolAddress: spokePool(Number(query.get('originChainId'))),
    destinationSpokePoolAddress: spokePool(Number(query.get('destinationChainId'))),
    totalRelayFee: part(capital + gas + lp),
    relayerCapitalFee: part(capital),
    relayerGasFee: part(gas),
    lpFee: part(lp),
    limits,
    outputAmount: String(amount - capital - gas - lp),
    inputToken: side('originChainId', 'inputToken'),
    outputToken: side('destinationChainId', 'outputToken'),
  };
};

export type AcrossUpstream = Awaited<ReturnType<typeof startAcrossUpstream>>;

/** Across's API on a real socket, in whatever mood the test sets. Serves USDC between three chains. */
export const startAcrossUpstream = async () => {
  const state = { mood: fine, asked: [] as URLSearchParams[], url: '', stop: () => {} };
  const routes = ['ethereum', 'base', 'arbitrum'].flatMap((from) =>
    ['ethereum', 'base', 'arbitrum'].filter((to) => to !== from).map((to) => corridorById(`${from}:USDC>${to}:USDC`)),
  );
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://upstream');
    if (url.pathname === '/available-routes') {
      const list = routes.map((corridor) => ({
        originChainId: corridor?.from.chainId,
        originToken: corridor?.from.address,
        destinationChainId: corridor?.to.chainId,
        destinationToken: corridor?.to.address,
        originTokenSymbol: 'USDC',
        destinationTokenSymbol: 'USDC',
        isNative: false,
      }));
      json(response, list);
      return;
    }
    state.asked.push(url.searchParams);
    state.mood(response, goodAnswer(url.searchParams));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.stop = () => {
    server.closeAllConnections();
    server.close();
  };
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
};
