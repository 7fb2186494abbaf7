import { type Address, encodeFunctionData, erc20Abi, formatUnits, type Hex, maxUint256, pad } from 'viem';
import { depositAbi } from '#bridges/_across/deposit-abi.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Asset, nativeAsset } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import type { Result } from '#core/result.ts';
import { err, ok } from '#core/result.ts';
import { depositTimes } from '../bridges/_meta/across-pick.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import { spokePoolOf } from '../deploy/across.ts';
import { wrappedCoin } from '../deploy/addresses.ts';
import { type AcrossQuote, acrossQuote } from '../world/across-quote.ts';
import { baseFeeWei, priceUsd } from '../world/market.ts';
import type { World } from '../world/world.ts';
import { acrossError } from './across-errors.ts';
import { part, pct, token } from './across-parts.ts';
import { readAmount, readTokens, type TokenPair } from './across-question.ts';
import { refusedAmount } from './across-refused-amount.ts';
import { type Answer, json } from './answer.ts';

export interface SwapApprovalTools {
  readonly world: World;
  readonly step: () => number;
  readonly nowMs: () => number;
  readonly links: readonly ChainLink[];
}

const NOBODY: Hex = `0x${'0'.repeat(64)}`;
/** Measured: what the deposit of a token takes that is allowed already. */
const DEPOSIT_GAS = 97_600n;
const QUOTE_LIFETIME_S = 300;
/** After the arguments: a delimiter and whoever integrates it, then that the swap API made the call. Source: api/_integrator-id.ts. */
const INTEGRATOR_MARK = '1dc0de';
const SWAP_API_MARK = '73c0de';

interface Asked extends TokenPair {
  /** The coin is sent, which the pool wraps. */
  readonly native: boolean;
  readonly amount: bigint;
  readonly depositor: Address;
  readonly recipient: Address;
  readonly integratorId: string | null;
}

/** GET /swap/approval, between the same token on two chains: what would have to be exchanged is not played. */
export const swapApproval = async (query: URLSearchParams, { world, step, nowMs, links }: SwapApprovalTools): Promise<Answer> => {
  const read = readQuestion(query);
  if (!read.ok) return read.error;
  const asked = read.value;
  const quote = acrossQuote(world, asked, step());
  if (quote.limits.max === 0n) {
    const message = `Relayer Address (${NOBODY}) doesn't have enough funds to support this deposit; for help, please reach out to https://discord.across.to`;
    return acrossError({ code: 'INVALID_PARAM', message });
  }
  const refused = refusedAmount(quote, asked.amount, asked.from);
  if (refused !== undefined) return refused;
  const checks = await checksOf(asked, links);
  const isReady = checks.allowance >= asked.amount && checks.balance >= asked.amount;
  const nowS = Math.floor(nowMs() / 1_000);
  return json({
    crossSwapType: 'bridgeableToBridgeable',
    amountType: 'exactInput',
    ...stepsOf(asked, quote, checks),
    fees: feesOf(asked, quote, { world, step: step(), gas: isReady ? DEPOSIT_GAS : 0n }),
    inputAmount: String(asked.amount),
    expectedOutputAmount: String(quote.output),
    minOutputAmount: String(quote.output),
    expectedFillTime: quote.fillSeconds,
    ...(checks.allowance < asked.amount ? { approvalTxns: [approvalOf(asked)] } : {}),
    swapTx: {
      simulationSuccess: isReady,
      chainId: asked.from.chainId,
      to: spokePoolOf(asked.from.chainId),
      data: callOf(asked, quote, nowMs()),
      ...(asked.native ? { value: String(asked.amount) } : {}),
      gas: String(isReady ? DEPOSIT_GAS : 0n),
      maxFeePerGas: String(baseFeeWei(world, asked.from.chainId, step()) * 2n),
      maxPriorityFeePerGas: '0',
    },
    id: `simnt-${nowMs()}-${nowS.toString(16).padStart(12, '0')}`,
    quoteExpiryTimestamp: nowS + QUOTE_LIFETIME_S,
  });
};

const isAddress = (value: string | null): value is Address => value !== null && /^0x[0-9a-fA-F]{40}$/.test(value);

const invalid = (param: string, type: string): Answer =>
  acrossError({ code: 'INVALID_PARAM', message: `Invalid parameter at path '${param}'. Expected type '${type}'` });

/** The zero address is a chain's coin, which travels as the wrapped one. */
const carried = (query: URLSearchParams): URLSearchParams => {
  const changed = new URLSearchParams(query);
  for (const [param, chain] of [
    ['inputToken', 'originChainId'],
    ['outputToken', 'destinationChainId'],
  ] as const) {
    const known = chainById(Number(query.get(chain)));
    if (query.get(param) === NATIVE_ADDRESS && known !== undefined) changed.set(param, wrappedCoin(known.chainId));
  }
  return changed;
};

const readQuestion = (query: URLSearchParams): Result<Asked, Answer> => {
  const tokens = readTokens(carried(query));
  if (!tokens.ok) return tokens;
  const amount = readAmount(query);
  if (!amount.ok) return amount;
  const [depositor, recipient] = [query.get('depositor'), query.get('recipient') ?? query.get('depositor')];
  if (!isAddress(depositor)) return err(invalid('depositor', 'validAddress'));
  if (!isAddress(recipient)) return err(invalid('recipient', 'validAddress'));
  if ((query.get('tradeType') ?? 'exactInput') !== 'exactInput') return err(invalid('tradeType', 'enums'));
  const native = query.get('inputToken') === NATIVE_ADDRESS;
  return ok({ ...tokens.value, native, amount: amount.value, depositor, recipient, integratorId: query.get('integratorId') });
};

/** What the depositor has, and lets the pool take; nobody has anything on a chain that is not there. */
const checksOf = async (
  { from, native, depositor }: Asked,
  links: readonly ChainLink[],
): Promise<{ allowance: bigint; balance: bigint }> => {
  const link = links.find(({ chain }) => chain.chainId === from.chainId);
  if (link === undefined) return { allowance: 0n, balance: 0n };
  if (native) return { allowance: maxUint256, balance: BigInt(await link.rpc.call<Hex>('eth_getBalance', [depositor, 'latest'])) };
  const ask = async (data: Hex): Promise<bigint> => BigInt(await link.rpc.call<Hex>('eth_call', [{ to: from.address, data }, 'latest']));
  const [allowance, balance] = await Promise.all([
    ask(encodeFunctionData({ abi: erc20Abi, functionName: 'allowance', args: [depositor, spokePoolOf(from.chainId)] })),
    ask(encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [depositor] })),
  ]);
  return { allowance, balance };
};

const approvalOf = ({ from }: Asked) => ({
  chainId: from.chainId,
  to: from.address,
  data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [spokePoolOf(from.chainId), maxUint256] }),
});

/** The deposit with 32 bytes for each party, and the marks that no contract reads. */
const callOf = ({ from, to, amount, depositor, recipient, integratorId }: Asked, quote: AcrossQuote, nowMs: number): Hex => {
  const { quoteTimestamp, fillDeadline } = depositTimes(nowMs);
  const parties = [depositor, recipient, from.address as Hex, to.address as Hex].map((party) => pad(party));
  const [by, paid, input, output] = parties as [Hex, Hex, Hex, Hex];
  const data = encodeFunctionData({
    abi: depositAbi,
    functionName: 'deposit',
    args: [by, paid, input, output, amount, quote.output, BigInt(to.chainId), NOBODY, quoteTimestamp, fillDeadline, 0, '0x'],
  });
  const integrator = integratorId === null ? '' : `${INTEGRATOR_MARK}${integratorId.replace(/^0x/, '')}`;
  return `${data}${integrator}${SWAP_API_MARK}`;
};

const shown = (asset: Asset) => ({ ...token(asset), name: asset.symbol });

const stepsOf = ({ from, to, native, amount }: Asked, quote: AcrossQuote, checks: { allowance: bigint; balance: bigint }) => {
  const sent = native ? NATIVE_ADDRESS : from.address;
  return {
    checks: {
      allowance: { token: sent, spender: spokePoolOf(from.chainId), actual: String(checks.allowance), expected: String(amount) },
      balance: { token: sent, actual: String(checks.balance), expected: String(amount) },
    },
    steps: {
      bridge: {
        inputAmount: String(amount),
        outputAmount: String(quote.output),
        tokenIn: shown(from),
        tokenOut: token(to),
        fees: {
          totalRelay: part(quote.total, amount),
          relayerCapital: part(quote.capitalFee, amount),
          relayerGas: part(quote.gasFee, amount),
          lp: part(quote.lpFee, amount),
        },
      },
    },
    inputToken: shown(from),
    outputToken: shown(to),
    refundToken: shown(from),
  };
};

const feesOf = (
  { from, to, amount }: Asked,
  { total, gasFee, capitalFee, lpFee, gas }: AcrossQuote,
  at: { world: World; step: number; gas: bigint },
) => {
  const usd = (units: bigint, asset: Asset): string =>
    String(Number(formatUnits(units, asset.decimals)) * (priceUsd(at.world, asset.priceId, at.step) ?? 0));
  const ofInput = (units: bigint) => ({ amount: String(units), amountUsd: usd(units, from), pct: pct(units, amount), token: shown(from) });
  const inCoin = (units: bigint, chainId: number) => {
    const coin = nativeAsset(chainId) as Asset;
    return { amount: String(units), amountUsd: usd(units, coin), token: token(coin) };
  };
  return {
    total: ofInput(total),
    originGas: inCoin(at.gas * baseFeeWei(at.world, from.chainId, at.step), from.chainId),
    destinationGas: { ...inCoin(gas.units * gas.priceWei + gas.l1Wei, to.chainId), pct: pct(gasFee, amount) },
    relayerCapital: ofInput(capitalFee),
    lpFee: ofInput(lpFee),
    relayerTotal: ofInput(total),
    app: { amount: '0', amountUsd: '0.0', pct: '0', token: shown(to) },
  };
};
