import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import { across } from '#bridges/across/across.ts';
import { cctp } from '#bridges/cctp/cctp.ts';
import { debridge } from '#bridges/debridge/debridge.ts';
import { hop } from '#bridges/hop/hop.ts';
import { lifi } from '#bridges/lifi/lifi.ts';
import { relay } from '#bridges/relay/relay.ts';
import { stargate } from '#bridges/stargate/stargate.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { readConfig } from './config.ts';
import { connectBridges } from './connect-bridges.ts';

/**
 * Every request that goes out to a vendor where ROUTEBOOK_NETWORK is mainnet, as `fetch` is handed it, beside what the vendor documents. No
 * network is used: `fetch` itself is taken away.
 */

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

const ACCEPT = { accept: 'application/json' };
const HASH = `0x${'ab'.repeat(32)}`;
const SENDER = '0x55A8f5cce1d53D9Ff84EC0962882b447E5914dB8';
const RECIPIENT = '0xA4d353BBc130cbeF1811f27ac70989F9d568CeAB';

let sent: Sent[] = [];
/** What is answered, by a part of the URL; anything else gets a 500. */
let answers: readonly (readonly [part: string, body: string])[] = [];

beforeEach(() => {
  sent = [];
  answers = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const { method = 'GET', headers, body } = init;
    const call: Sent = { method, url, headers: headers as Record<string, string> };
    sent.push(typeof body === 'string' ? { ...call, body: JSON.parse(body) as unknown } : call);
    const told = answers.find(([part]) => url.includes(part))?.[1];
    return new Response(told ?? '{}', { status: told === undefined ? 500 : 200, headers: { 'content-type': 'application/json' } });
  });
});
afterEach(() => vi.unstubAllGlobals());

const contextOf = (env: Record<string, string> = {}): BridgeContext => ({
  ...connectBridges(readConfig({ ROUTEBOOK_NETWORK: 'mainnet', ...env }), () => 1_764_150_000_000).context,
  signal: new AbortController().signal,
});
const question = (id: string, amountIn: bigint) => ({ corridor: corridorNamed(id), amountIn });
const quoted = { amountOut: 1n, validUntilMs: 0 } satisfies Pick<QuoteAnswer, 'amountOut' | 'validUntilMs'>;
const parties = { sender: SENDER, recipient: RECIPIENT, minAmountOut: 1n, quoted };
const fixture = (path: string): string => readFileSync(`bridges/${path}.json`, 'utf8');
/** Only what went to vendors: the chains' own RPC is not theirs. */
const toVendors = (): readonly Sent[] => sent.filter(({ body }) => !JSON.stringify(body ?? null).includes('jsonrpc'));
const get = (url: string, headers: Record<string, string> = {}): Sent => ({ method: 'GET', url, headers: { ...ACCEPT, ...headers } });

const USDC_TO_BASE = question('ethereum:USDC>base:USDC', 1_000_000_000n);
const [ETHEREUM_USDC, BASE_USDC] = ['0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'];

// docs.across.to, API reference: GET /suggested-fees, /limits, /available-routes, /deposit/status, /swap/chains; bearer token, integratorId.
describe('across', () => {
  const query = `inputToken=${ETHEREUM_USDC}&outputToken=${BASE_USDC}&originChainId=1&destinationChainId=8453`;

  test('asks for fees without a key, and with one', async () => {
    await across.quote(contextOf(), USDC_TO_BASE);
    await across.quote(contextOf({ ACROSS_API_KEY: 'k', ACROSS_INTEGRATOR_ID: '0xdead' }), USDC_TO_BASE);
    expect(sent).toEqual([
      get(`https://app.across.to/api/suggested-fees?${query}&amount=1000000000`),
      get(`https://app.across.to/api/suggested-fees?${query}&amount=1000000000&integratorId=0xdead`, { authorization: 'Bearer k' }),
    ]);
  });

  test('asks the newer API where it is chosen, for its sender once there is one, and for limits beside it', async () => {
    const context = contextOf({ ACROSS_QUOTE_API: 'swap-approval' });
    await across.quote(context, USDC_TO_BASE);
    await across.transaction(context, { ...USDC_TO_BASE, ...parties });
    const amounts = `tradeType=exactInput&amount=1000000000&inputToken=${ETHEREUM_USDC}&originChainId=1&outputToken=${BASE_USDC}&destinationChainId=8453`;
    const anybody = `0x${'1'.repeat(40)}`;
    const asked = (sender: string, recipient: string) => [
      get(`https://app.across.to/api/swap/approval?${amounts}&depositor=${sender}&recipient=${recipient}`),
      get(`https://app.across.to/api/limits?${query}`),
    ];
    expect(sent).toEqual([...asked(anybody, anybody), ...asked(SENDER, RECIPIENT)]);
  });

  test('lists routes, and looks a deposit up by its transaction and by its number', async () => {
    const context = contextOf({ ACROSS_INTEGRATOR_ID: '0xdead' });
    await across.corridors(context);
    await across.status?.(context, { originChainId: 1, transactionHash: HASH });
    await across.status?.(contextOf(), { originChainId: 1, id: '1' });
    expect(sent).toEqual([
      get('https://app.across.to/api/available-routes?integratorId=0xdead'),
      get(`https://app.across.to/api/deposit/status?depositTxnRef=${HASH}&integratorId=0xdead`),
      get('https://app.across.to/api/deposit/status?originChainId=1&depositId=1'),
    ]);
  });
});

// docs.relay.link: POST /quote/v2 (get-quote-v2), GET /intents/status/v3?requestId=, GET /chains; x-api-key.
describe('relay', () => {
  const json = { 'content-type': 'application/json' };
  const body = {
    originChainId: 1,
    destinationChainId: 8453,
    originCurrency: ETHEREUM_USDC,
    destinationCurrency: BASE_USDC,
    amount: '1000000000',
    tradeType: 'EXACT_INPUT',
  };

  test('quotes for nobody, then for its sender, who also gets refunds', async () => {
    const nobody = '0x000000000000000000000000000000000000dEaD';
    await relay.quote(contextOf(), USDC_TO_BASE);
    await relay.transaction(contextOf({ RELAY_API_KEY: 'k' }), { ...USDC_TO_BASE, ...parties });
    expect(sent[0]).toEqual({
      method: 'POST',
      url: 'https://api.relay.link/quote/v2',
      headers: { ...ACCEPT, ...json },
      body: { user: nobody, recipient: nobody, refundTo: nobody, ...body },
    });
    expect(sent[1]).toMatchObject({
      method: 'POST',
      url: 'https://api.relay.link/quote/v2',
      headers: { ...ACCEPT, ...json, 'x-api-key': 'k' },
      body: { user: SENDER, recipient: RECIPIENT, refundTo: SENDER, ...body },
    });
  });

  test('looks an intent up by its request, and lists chains', async () => {
    await relay.status?.(contextOf(), { originChainId: 1, id: HASH });
    await relay.corridors(contextOf());
    expect(sent).toEqual([
      get(`https://api.relay.link/intents/status/v3?requestId=${HASH}`, json),
      get('https://api.relay.link/chains', json),
    ]);
  });
});

// docs.hop.exchange, API: the example of GET /v1/quote is the first of these to the letter.
describe('hop', () => {
  test('asks as the documented example does, and what bonders have left', async () => {
    await hop.quote(contextOf(), question('optimism:USDC>arbitrum:USDC', 1_000_000n));
    await hop.quote(contextOf(), question('optimism:DAI>arbitrum:DAI', 10n ** 18n));
    expect(sent).toEqual([
      get('https://api.hop.exchange/v1/quote?amount=1000000&token=USDC&fromChain=optimism&toChain=arbitrum&slippage=0.5'),
      get('https://api.hop.exchange/v1/quote?amount=1000000000000000000&token=DAI&fromChain=optimism&toChain=arbitrum&slippage=0.5'),
      get('https://assets.hop.exchange/mainnet/v1-available-liquidity.json'),
    ]);
  });

  test('lists routes, and looks a transfer up', async () => {
    await hop.corridors(contextOf());
    await hop.status?.(contextOf(), { originChainId: 10, transactionHash: HASH });
    expect(sent).toEqual([
      get('https://api.hop.exchange/v1/available-routes'),
      get(`https://api.hop.exchange/v1/transfer-status?transactionHash=${HASH}`),
    ]);
  });
});

// developers.circle.com: get-burn-usdc-fees, fastBurn allowance, get-messages-v2. Domains: Ethereum 0, Base 6.
test('cctp asks for fees and allowance by domain, and for a message by its transaction', async () => {
  answers = [['/fees/', fixture('cctp/fixtures/burn-usdc-fees.forward')]];
  await cctp.quote(contextOf(), USDC_TO_BASE);
  await cctp.status?.(contextOf(), { originChainId: 8453, transactionHash: HASH });
  expect(toVendors()).toEqual([
    get('https://iris-api.circle.com/v2/burn/USDC/fees/0/6?forward=true'),
    get('https://iris-api.circle.com/v2/fastBurn/USDC/allowance'),
    get(`https://iris-api.circle.com/v2/messages/6?transactionHash=${HASH}`),
  ]);
});

// docs.debridge.com: create-tx and its parameters (accesstoken is the key), order tracking.
describe('debridge', () => {
  const estimation =
    `https://dln.debridge.finance/v1.0/dln/order/create-tx?srcChainId=1&srcChainTokenIn=${ETHEREUM_USDC}` +
    `&srcChainTokenInAmount=1000000000&dstChainId=8453&dstChainTokenOut=${BASE_USDC}&dstChainTokenOutAmount=auto&prependOperatingExpenses=false`;

  test('estimates, then asks for the transaction of these wallets', async () => {
    await debridge.quote(contextOf(), USDC_TO_BASE);
    await debridge.transaction(contextOf({ DEBRIDGE_API_KEY: 'k' }), { ...USDC_TO_BASE, ...parties });
    const wallets =
      `&senderAddress=${SENDER}&dstChainTokenOutRecipient=${RECIPIENT}` +
      `&srcChainOrderAuthorityAddress=${SENDER}&dstChainOrderAuthorityAddress=${SENDER}`;
    expect(sent).toEqual([get(estimation), get(`${estimation}${wallets}&accesstoken=k`)]);
  });

  test('looks an order up by its id, and by its transaction', async () => {
    answers = [['/order-ids', JSON.stringify({ orderIds: [HASH] })]];
    await debridge.status?.(contextOf(), { originChainId: 1, id: HASH });
    await debridge.status?.(contextOf(), { originChainId: 1, transactionHash: HASH });
    expect(sent).toEqual([
      get(`https://dln.debridge.finance/v1.0/dln/order/${HASH}`),
      get(`https://dln.debridge.finance/v1.0/dln/tx/${HASH}/order-ids`),
      get(`https://dln.debridge.finance/v1.0/dln/order/${HASH}`),
    ]);
  });
});

// docs.li.fi: GET /quote, /status, /tokens; x-lifi-api-key.
test('lifi asks for its own pick, for tokens, and for a transfer', async () => {
  const context = contextOf({ LIFI_API_KEY: 'k' });
  const key = { 'x-lifi-api-key': 'k' };
  await lifi.quote(contextOf(), USDC_TO_BASE);
  await lifi.corridors(context);
  await lifi.status?.(context, { originChainId: 1, transactionHash: HASH });
  expect(sent).toEqual([
    get(
      `https://li.quest/v1/quote?fromChain=1&toChain=8453&fromToken=${ETHEREUM_USDC}&toToken=${BASE_USDC}&fromAmount=1000000000` +
        '&fromAddress=0x1111111111111111111111111111111111111111&toAddress=0x1111111111111111111111111111111111111111&slippage=0.005',
    ),
    get('https://li.quest/v1/tokens?chains=1,10,137,8453,42161,43114', key),
    get(`https://li.quest/v1/status?txHash=${HASH}&fromChain=1`, key),
  ]);
});

// scan.layerzero-api.com/v1/swagger. Quotes are asked on chain, not of Stargate's API.
test('stargate asks LayerZero Scan for a message, and no vendor for a quote', async () => {
  await stargate.quote(contextOf(), USDC_TO_BASE);
  expect(toVendors()).toEqual([]);
  expect(sent.map(({ method, url }) => [method, url])).toEqual([['POST', 'https://ethereum.reth.rs/rpc']]);
  await stargate.status?.(contextOf(), { originChainId: 1, transactionHash: HASH });
  await stargate.status?.(contextOf(), { originChainId: 1, id: HASH });
  expect(toVendors()).toEqual([
    get(`https://scan.layerzero-api.com/v1/messages/tx/${HASH}`),
    get(`https://scan.layerzero-api.com/v1/messages/guid/${HASH}`),
  ]);
});

test('a key goes to the vendor that gave it and to nobody else', async () => {
  const keys = {
    ACROSS_API_KEY: 'key-a',
    RELAY_API_KEY: 'key-r',
    LIFI_API_KEY: 'key-l',
    DEBRIDGE_API_KEY: 'key-d',
    ACROSS_INTEGRATOR_ID: '0xdead',
  };
  const hosts: Readonly<Record<string, string>> = {
    'key-a': 'app.across.to',
    'key-r': 'api.relay.link',
    'key-l': 'li.quest',
    'key-d': 'dln.debridge.finance',
  };
  const bridges: readonly Bridge[] = [across, relay, hop, cctp, debridge, lifi, stargate];
  for (const bridge of bridges) await bridge.quote(contextOf(keys), USDC_TO_BASE);
  for (const [key, host] of Object.entries(hosts)) {
    expect(sent.filter((one) => JSON.stringify(one).includes(key)).map(({ url }) => new URL(url).host)).toEqual([host]);
  }
});
