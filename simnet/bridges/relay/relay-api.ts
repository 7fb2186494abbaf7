import { type Address, concatHex, encodeFunctionData, erc20Abi, formatUnits, type Hex, zeroAddress } from 'viem';
import { z } from 'zod';
import { DEPOSITORY } from '#bridges/relay/contracts.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { ASSETS, type Asset, assetByAddress, nativeAsset } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { type Answer, json } from '../../upstream/answer.ts';
import { baseFeeWei, priceUsd } from '../../world/market.ts';
import type { UpstreamApi, UpstreamRequest, UpstreamTools } from '../_kit/upstream.ts';
import { type DepositAddresses, depositAddressOf } from './deposit-addresses.ts';
import { recentRelayDeposits } from './relay-deposits.ts';
import { type RelayPrice, relayPrice } from './relay-price.ts';
import { paidInBlock } from './relay-solver.ts';
import { depositoryAbi, encodeTerms, requestIdOf } from './request-terms.ts';

const refusal = (errorCode: string, message: string, status = 400): Answer => json({ message, errorCode }, status);

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const question = z.looseObject({
  user: address,
  recipient: address.optional(),
  originChainId: z.int(),
  destinationChainId: z.int(),
  originCurrency: address,
  destinationCurrency: address,
  amount: z.string().regex(/^\d{1,77}$/),
  tradeType: z.literal('EXACT_INPUT'),
  slippageTolerance: z
    .string()
    .regex(/^\d{1,4}$/)
    .optional(),
  refundTo: address.optional(),
  useDepositAddress: z.boolean().optional(),
  strict: z.boolean().optional(),
});
type Question = z.infer<typeof question>;

/** Estimated: a deposit into the stand-in, with its terms behind it. */
const GAS = { native: 45_000n, token: 75_000n } as const;
/** A plain transfer of the coin as the document's example has it, and of a token. */
const TRANSFER_GAS = { native: 27_300n, token: 65_000n } as const;

/** Relay's API, below its base: POST /quote/v2, GET /intents/status/v3, GET /chains. */
export const createRelayApi =
  (addresses: DepositAddresses) =>
  (tools: UpstreamTools): UpstreamApi => {
    let asked = 0n;
    return async ({ method, path, query, body }: UpstreamRequest) => {
      switch (`${method} ${path}`) {
        case 'POST /quote/v2': {
          asked += 1n;
          return quote(tools, body, { addresses, salt: (BigInt(tools.nowMs()) << 32n) + asked });
        }
        case 'GET /intents/status/v3':
          return status(query.get('requestId') ?? '', addresses, tools);
        case 'GET /chains':
          return json({ chains: CHAINS.map(describeChain) });
        default:
          return json({ message: 'Not found' }, 404);
      }
    };
  };

const quote = (
  { world, step, nowMs: _ }: UpstreamTools,
  body: unknown,
  { addresses, salt }: { addresses: DepositAddresses; salt: bigint },
): Answer => {
  const parsed = question.safeParse(body);
  if (!parsed.success) return refusal('INVALID_INPUT', parsed.error.issues[0]?.message ?? 'invalid body');
  const ask = parsed.data;
  const from = assetByAddress(ask.originChainId, ask.originCurrency);
  const to = assetByAddress(ask.destinationChainId, ask.destinationCurrency);
  if (ask.strict === true && ask.refundTo === undefined)
    return refusal('INVALID_INPUT', 'refundTo is required for strict deposit addresses');
  if (from === undefined) return refusal('INVALID_INPUT_CURRENCY', 'Invalid input or output currency');
  if (to === undefined) return refusal('INVALID_OUTPUT_CURRENCY', 'Invalid input or output currency');
  if (from.symbol !== to.symbol || from.chainId === to.chainId) return refusal('NO_SWAP_ROUTES_FOUND', 'No routes found');
  if (world.drained('relay', `${from.id}>${to.id}`)) {
    return refusal('INSUFFICIENT_LIQUIDITY', 'Solver liquidity is insufficient to fulfill order');
  }
  const price = relayPrice(world, { from, to, amountIn: BigInt(ask.amount) }, step());
  if (price.amountOut <= 0n) {
    return refusal('AMOUNT_TOO_LOW', 'Swap output amount is too small to cover fees required to execute swap');
  }
  const coin = nativeAsset(from.chainId);
  const gas = {
    units: from.address === NATIVE_ADDRESS ? GAS.native : GAS.token,
    priceWei: baseFeeWei(world, from.chainId, step()),
    coin,
    coinUsd: (coin && priceUsd(world, coin.priceId, step())) ?? 1,
  };
  return json(quoteBody({ ask, from, to, price, salt, gas }, addresses));
};

const currencyOf = ({ chainId, address: at, symbol, decimals }: Asset) => ({
  chainId,
  address: at.toLowerCase(),
  symbol,
  name: symbol,
  decimals,
});

const amountOf = (asset: Asset, amount: bigint, usdEach: number) => ({
  currency: currencyOf(asset),
  amount: String(amount),
  amountFormatted: formatUnits(amount, asset.decimals),
  amountUsd: ((Number(amount) / 10 ** asset.decimals) * usdEach).toFixed(6),
});

interface Answered {
  readonly ask: Question;
  readonly from: Asset;
  readonly to: Asset;
  readonly price: RelayPrice;
  readonly salt: bigint;
  readonly gas: { readonly units: bigint; readonly priceWei: bigint; readonly coin: Asset | undefined; readonly coinUsd: number };
}

const quoteBody = ({ ask, from, to, price, salt, gas }: Answered, addresses: DepositAddresses) => {
  const amountIn = BigInt(ask.amount);
  const recipient = (ask.recipient ?? ask.user) as Address;
  const slipping = (price.amountOut * BigInt(ask.slippageTolerance ?? 0)) / 10_000n;
  const terms = encodeTerms({
    originToken: from.address as Address,
    amountIn,
    destinationChainId: BigInt(to.chainId),
    recipient,
    token: to.address as Address,
    amountOut: price.amountOut,
    salt,
  });
  const fee = (amount: bigint) => amountOf(from, amount, price.priceUsd);
  return {
    steps: [
      ask.useDepositAddress === true
        ? addressStep({ user: (ask.refundTo ?? ask.user) as Address, from, to, amountIn, ...terms, gas }, addresses)
        : callStep({ user: ask.user as Address, from, amountIn, ...terms, gas }),
    ],
    protocol: { v2: { orderId: terms.id } },
    fees: {
      gas: gas.coin && amountOf(gas.coin, gas.units * gas.priceWei, gas.coinUsd),
      relayer: fee(price.relayerGas + price.relayerService),
      relayerGas: fee(price.relayerGas),
      relayerService: fee(price.relayerService),
      app: fee(0n),
    },
    details: {
      operation: 'bridge',
      sender: ask.user,
      recipient,
      currencyIn: { ...amountOf(from, amountIn, price.priceUsd), minimumAmount: String(amountIn) },
      currencyOut: { ...amountOf(to, price.amountOut, price.priceUsd), minimumAmount: String(price.amountOut - slipping) },
      rate: (Number(price.amountOut) / Number(amountIn)).toString(),
      timeEstimate: price.timeEstimate,
    },
  };
};

/** A plain transfer to an address of the request's own, which is remembered until it is swept. */
const addressStep = (
  input: { user: Address; from: Asset; to: Asset; amountIn: bigint; id: Hex; bytes: Hex; gas: Answered['gas'] },
  addresses: DepositAddresses,
) => {
  const { user, from, to, amountIn, id, bytes, gas } = input;
  const native = from.address === NATIVE_ADDRESS;
  const depositAddress = depositAddressOf(id);
  const token = from.address as Address;
  const requestId = requestIdOf(id);
  const chains = { originChainId: from.chainId, destinationChainId: to.chainId };
  addresses.open({ orderId: id, requestId, address: depositAddress, ...chains, token, amountIn, depositor: user, terms: bytes });
  const data = {
    from: user,
    to: native ? depositAddress : token,
    data: native ? '0x' : encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [depositAddress, amountIn] }),
    value: native ? String(amountIn) : '0',
    chainId: from.chainId,
    gas: String(native ? TRANSFER_GAS.native : TRANSFER_GAS.token),
    maxFeePerGas: String(gas.priceWei * 2n),
    maxPriorityFeePerGas: '0',
  };
  return { ...stepOf(from, requestId, data), depositAddress };
};

const stepOf = (from: Asset, requestId: Hex, data: object) => ({
  id: 'deposit',
  action: 'Confirm transaction in your wallet',
  description: `Depositing funds to the relayer to bridge ${from.symbol}`,
  kind: 'transaction',
  requestId,
  items: [{ status: 'incomplete', data, check: { endpoint: `/intents/status/v3?requestId=${requestId}`, method: 'GET' } }],
});

const callStep = (input: { user: Address; from: Asset; amountIn: bigint; id: Hex; bytes: Hex; gas: Answered['gas'] }) => {
  const { user, from, amountIn, id, bytes, gas } = input;
  const native = from.address === NATIVE_ADDRESS;
  const call = native
    ? encodeFunctionData({ abi: depositoryAbi, functionName: 'depositNative', args: [user, id] })
    : encodeFunctionData({ abi: depositoryAbi, functionName: 'depositErc20', args: [user, from.address as Address, amountIn, id] });
  const data = {
    from: user,
    to: DEPOSITORY,
    data: concatHex([call, bytes]),
    value: native ? String(amountIn) : '0',
    chainId: from.chainId,
    gas: Number(gas.units),
    maxFeePerGas: String(gas.priceWei * 2n),
    maxPriorityFeePerGas: '0',
  };
  return stepOf(from, requestIdOf(id), data);
};

/** The node keeps the logs of its last 2048 blocks. */
const KEPT_BLOCKS = 2_000;

const status = async (requestId: string, addresses: DepositAddresses, { links, nowMs }: UpstreamTools): Promise<Answer> => {
  for (const origin of links) {
    const deposit = (await recentRelayDeposits(origin, KEPT_BLOCKS)).find(({ id }) => requestIdOf(id) === requestId.toLowerCase());
    if (deposit === undefined) continue;
    const { terms, transactionHash } = deposit;
    const destination = links.find(({ chain }) => BigInt(chain.chainId) === terms?.destinationChainId);
    const paid = destination && (await paymentOf(destination, deposit.id));
    return json({
      status: terms === undefined ? 'failure' : paid === undefined ? 'pending' : 'success',
      inTxHashes: [transactionHash],
      txHashes: paid === undefined ? [] : [paid],
      updatedAt: nowMs(),
      originChainId: origin.chain.chainId,
      destinationChainId: destination?.chain.chainId ?? origin.chain.chainId,
    });
  }
  const open = addresses.byRequest(requestId);
  if (open === undefined) return json({ status: 'unknown' });
  const { originChainId, destinationChainId } = open;
  return json({ status: 'waiting', inTxHashes: [], txHashes: [], updatedAt: nowMs(), originChainId, destinationChainId });
};

interface Transaction {
  readonly hash: Hex;
  readonly input: Hex;
}

/** The transaction that paid a request: the one in the block of its payment that names it. */
const paymentOf = async (destination: ChainLink, id: Hex): Promise<Hex | undefined> => {
  const block = await paidInBlock(destination, id);
  if (block === undefined) return undefined;
  const found = await destination.rpc.call<{ transactions: readonly Transaction[] } | null>('eth_getBlockByNumber', [
    `0x${block.toString(16)}`,
    true,
  ]);
  return found?.transactions.find(({ input }) => input.includes(id.slice(2)))?.hash;
};

const describeChain = ({ chainId, slug, name }: (typeof CHAINS)[number]) => {
  const listed = (asset: Asset) => ({
    id: asset.symbol.toLowerCase(),
    symbol: asset.symbol,
    name: asset.symbol,
    address: asset.address.toLowerCase(),
    decimals: asset.decimals,
  });
  const assets = ASSETS.filter((asset) => asset.chainId === chainId);
  const coin = assets.find((asset) => asset.address === zeroAddress);
  return {
    id: chainId,
    name: slug,
    displayName: name,
    depositEnabled: true,
    tokenSupport: 'All',
    disabled: false,
    currency: coin && { ...listed(coin), supportsBridging: true },
    erc20Currencies: assets.filter((asset) => asset !== coin).map((asset) => ({ ...listed(asset), supportsBridging: true })),
    solverCurrencies: assets.map(listed),
    vmType: 'evm',
  };
};
