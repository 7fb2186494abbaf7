import { type Address, encodeFunctionData, type Hex, keccak256, stringToHex } from 'viem';
import { depositAbi } from '#bridges/_across/deposit-abi.ts';
import { spokePool } from '#bridges/_across/spoke-pool.ts';
import { holderAbi, routerAbi } from '#bridges/bungee/abi.ts';
import { ALLOWANCE_HOLDER, COIN, OPEN_ROUTER } from '#bridges/bungee/contracts.ts';
import { checksumAddress, NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Asset, assetByAddress, nativeAsset } from '#core/domain/asset.ts';
import type { Answer } from '../../upstream/answer.ts';
import { baseFeeWei, priceUsd } from '../../world/market.ts';
import type { UpstreamTools } from '../_kit/upstream.ts';
import { type AcrossPick, depositTimes, type NoPick, pickAcross } from '../_meta/across-pick.ts';
import { done, refused } from './bungee-answer.ts';

const NOBODY = NATIVE_ADDRESS as Address;
/** Who takes what the public API takes of every route, and how much of it. */
const FEE_RECEIVER: Address = '0xe3D091bcb9406Ddb9a121e37f4eb1345336AFBBf';
const FEE_BPS = 20n;
const BPS = 10_000n;
const ROUTE_LIVES_S = 60;
/** Holder, router, and a deposit. */
const START_GAS = 210_000;

const NO_ROUTE: Readonly<Record<NoPick, string>> = {
  NO_POSSIBLE_ROUTE: 'No routes available',
  AMOUNT_TOO_LOW: 'Input amount too low',
  INSUFFICIENT_LIQUIDITY: 'Insufficient liquidity for this route',
  AMOUNT_TOO_HIGH: 'Input amount too high',
};

export interface Wish {
  readonly from: Asset;
  readonly to: Asset;
  /** Base units of the from-asset. */
  readonly amount: bigint;
  readonly sender: Address;
  readonly recipient: Address;
}

export interface BungeeQuote {
  readonly quoteId: Hex;
  readonly wish: Wish;
  readonly amountOut: bigint;
  readonly answer: Answer;
}

const isAddress = (text: string): text is Address => /^0x[0-9a-fA-F]{40}$/.test(text);

const readWish = (query: URLSearchParams): Wish | Answer => {
  const of = (name: string): string => query.get(name) ?? '';
  if (of('userOps') !== 'tx') return refused(400, 'userOps must be one of tx, deposit, cex-withdraw');
  const assetOf = (chain: string, token: string) => assetByAddress(Number(of(chain)), checksumAddress(of(token).toLowerCase()) ?? '');
  const [from, to] = [assetOf('originChainId', 'inputToken'), assetOf('destinationChainId', 'outputToken')];
  const [sender, recipient] = [of('userAddress'), of('receiverAddress')];
  if (!/^\d{1,78}$/.test(of('inputAmount')) || !isAddress(sender) || !isAddress(recipient)) return refused(400, 'Invalid request');
  if (from === undefined || to === undefined) return refused(400, 'Token is not supported on this chain');
  return { from, to, amount: BigInt(of('inputAmount')), sender, recipient };
};

const addressOf = ({ address }: Asset): Address => (address === NATIVE_ADDRESS ? COIN : (address as Address));

export const tokenJson = (asset: Asset) => ({
  chainId: asset.chainId,
  address: addressOf(asset).toLowerCase(),
  name: asset.symbol,
  symbol: asset.symbol,
  decimals: asset.decimals,
  logoURI: '',
  icon: '',
});

const inUsd = (asset: Asset, amount: bigint, { world, step }: UpstreamTools) => {
  const priceInUsd = priceUsd(world, asset.priceId, step()) ?? 1;
  return { priceInUsd, valueInUsd: (Number(amount) / 10 ** asset.decimals) * priceInUsd };
};

const gasFeeOf = ({ chainId }: Asset, tools: UpstreamTools) => {
  const coin = nativeAsset(chainId);
  const price = baseFeeWei(tools.world, chainId, tools.step());
  const wei = BigInt(START_GAS) * price;
  return {
    gasToken: coin && tokenJson(coin),
    gasLimit: String(START_GAS),
    gasPrice: String(price),
    estimatedFee: String(wei),
    feeInUsd: coin === undefined ? 0 : inUsd(coin, wei, tools).valueInUsd,
  };
};

/** Answers GET /quote: one route, by Across, of what is left of the amount after the fee; or the error that says why there is none. */
export const bungeeQuote = (query: URLSearchParams, tools: UpstreamTools): BungeeQuote | Answer => {
  const wish = readWish(query);
  return 'amount' in wish ? quoteOf(wish, tools) : wish;
};

const quoteOf = (wish: Wish, tools: UpstreamTools): BungeeQuote | Answer => {
  const { from, to, amount, sender, recipient } = wish;
  const fee = (amount * FEE_BPS) / BPS;
  const rest = amount - fee;
  const pick = pickAcross({ from, to, amount: rest }, tools);
  if (typeof pick === 'string') return refused(400, NO_ROUTE[pick]);
  const amountOut = pick.quote.output;
  const nowMs = tools.nowMs();
  const quoteId = keccak256(stringToHex(`${nowMs}${from.id}${to.id}${amount}${sender}${recipient}`));
  const native = from.address === NATIVE_ADDRESS;
  const approval = { tokenAddress: addressOf(from), spenderAddress: ALLOWANCE_HOLDER, amount: String(amount), userAddress: sender };
  const route = {
    userOp: 'tx',
    quoteId,
    expiresAt: Math.floor(nowMs / 1_000) + ROUTE_LIVES_S,
    output: { token: tokenJson(to), amount: String(amountOut), minAmountOut: String(amountOut), ...inUsd(to, amountOut, tools) },
    estimatedTime: pick.quote.fillSeconds,
    slippage: 0.5,
    suggestedSlippage: 0.5,
    routeTags: ['SUGGESTED', 'MAX_OUTPUT', 'FASTEST'],
    routeDetails: {
      bridgeDetails: {
        protocol: { name: 'across', displayName: 'Across', icon: '' },
        inputTokenAddress: addressOf(from),
        outputTokenAddress: addressOf(to),
        amountIn: String(rest),
        amountOut: String(amountOut),
        minAmountOut: String(amountOut),
        slippage: 0,
      },
      dexDetails: null,
      feeDetails: null,
    },
    gasFee: gasFeeOf(from, tools),
    approval: native ? null : approval,
    txData: {
      kind: 'evm_tx',
      object: {
        chainId: from.chainId,
        to: ALLOWANCE_HOLDER,
        data: callOf(wish, { pick, fee, quoteId, nowMs }),
        value: native ? String(amount) : '0',
      },
    },
    statusCheck: { endpoint: `/status?quoteId=${quoteId}`, method: 'GET', intervalSec: 5, maxDurationSec: 1_800 },
  };
  const input = { token: tokenJson(from), amount: String(amount), ...inUsd(from, amount, tools) };
  const parties = { userAddress: sender, receiverAddress: recipient };
  const answer = done({ originChainId: from.chainId, destinationChainId: to.chainId, ...parties, input, routes: [route] });
  return { quoteId, wish, amountOut, answer };
};

const callOf = (wish: Wish, of: { pick: AcrossPick; fee: bigint; quoteId: Hex; nowMs: number }): Hex => {
  const { from, to, amount, sender, recipient } = wish;
  const { input, output, quote } = of.pick;
  const rest = amount - of.fee;
  const pool = spokePool(from.chainId) as Address;
  const native = from.address === NATIVE_ADDRESS;
  const { quoteTimestamp, fillDeadline } = depositTimes(of.nowMs);
  const [inputToken, outputToken] = [input.address as Address, output.address as Address];
  const sums = [rest, quote.output, BigInt(to.chainId)] as const;
  const bridgeCallData = encodeFunctionData({
    abi: depositAbi,
    functionName: 'depositV3',
    args: [sender, recipient, inputToken, outputToken, ...sums, NOBODY, quoteTimestamp, fillDeadline, 0, '0x'],
  });
  const data = encodeFunctionData({
    abi: routerAbi,
    functionName: 'bridge',
    args: [
      of.quoteId,
      { user: sender, inputToken: addressOf(from), inputAmount: amount },
      { receiver: FEE_RECEIVER, amount: of.fee },
      { target: pool, approvalSpender: native ? NOBODY : pool, value: native ? rest : 0n },
      bridgeCallData,
    ],
  });
  return encodeFunctionData({ abi: holderAbi, functionName: 'exec', args: [OPEN_ROUTER, addressOf(from), amount, OPEN_ROUTER, data] });
};
