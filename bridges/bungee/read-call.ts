import { decodeFunctionData, type Hex } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Asset, assetById } from '#core/domain/asset.ts';
import type { Corridor } from '#core/domain/corridor.ts';
import { err, ok, type Result } from '#core/result.ts';
import { depositAbi } from '../_across/deposit-abi.ts';
import { otherDeposit } from '../_across/other-deposit.ts';
import { spokePool } from '../_across/spoke-pool.ts';
import { holderAbi, routerAbi } from './abi.ts';
import { ALLOWANCE_HOLDER, COIN, OPEN_ROUTER, same } from './contracts.ts';
import type { Route } from './schemas.ts';

export interface ReadCall {
  /** What the router takes for Socket, base units of the from-asset. */
  readonly fee: bigint;
  /** What the bridge's relayers must deliver, to the unit. */
  readonly amountOut: bigint;
}

/** `unknown`: a call of another kind, or by another bridge, that says nothing to us. `wrong`: one that we can read, and that says something else than was asked. */
export type UnreadCall = { readonly kind: 'unknown' } | { readonly kind: 'wrong'; readonly detail: string };

export interface CallQuestion {
  readonly corridor: Corridor;
  readonly amountIn: bigint;
  readonly sender: string;
  readonly recipient: string;
}

/**
 * Reads what would be signed down to the bridge's own call. The router calls whatever it is told to, so a call is known only where each of its
 * layers is: the allowance holder's, the router's `bridge`, and a deposit into Across's pool, which says who gets how much of what, and enforces it.
 */
export const readCall = ({ txData, quoteId }: Route, question: CallQuestion): Result<ReadCall, UnreadCall> => {
  const layers = layersOf(txData.object);
  if (layers === undefined) return err({ kind: 'unknown' });
  const detail =
    wrongCall(txData.object, layers, question) ?? wrongBridge(layers, { ...question, quoteId }) ?? wrongDeposit(layers, question);
  if (detail !== undefined) return err({ kind: 'wrong', detail });
  return ok({ fee: layers.fee.amount, amountOut: layers.deposit[5] });
};

type Call = Route['txData']['object'];
type Layers = NonNullable<ReturnType<typeof layersOf>>;

const layersOf = ({ to, data, chainId }: Call) => {
  const held = same(to, ALLOWANCE_HOLDER) ? decoded(() => decodeFunctionData({ abi: holderAbi, data: data as Hex }))?.args : undefined;
  const [operator, token, taken, target, inner] = held ?? [undefined, undefined, 0n, to, data as Hex];
  if (!same(target, OPEN_ROUTER)) return undefined;
  const bridged = decoded(() => decodeFunctionData({ abi: routerAbi, data: inner }));
  if (bridged?.functionName !== 'bridge') return undefined;
  const [id, input, fee, bridge, call] = bridged.args;
  const pool = spokePool(chainId);
  if (pool === undefined || !same(bridge.target, pool)) return undefined;
  const deposit = decoded(() => decodeFunctionData({ abi: depositAbi, data: call }));
  return deposit && { held: operator && { operator, token, taken }, id, input, fee, bridge, pool, deposit: deposit.args };
};

/** To the allowance holder, which must take no more than was asked; to the router itself where only coin is sent. */
const wrongCall = ({ chainId, value }: Call, { held }: Layers, { corridor: { from }, amountIn }: CallQuestion): string | undefined => {
  const native = from.address === NATIVE_ADDRESS;
  if (chainId !== from.chainId) return `a call on chain ${chainId}, asked was ${from.chainId}`;
  if (value !== (native ? amountIn : 0n)) return `a call that pays ${value}`;
  if (held === undefined) return native ? undefined : 'a call to the router itself, which can take no tokens';
  const { operator, token, taken } = held;
  if (!same(operator, OPEN_ROUTER)) return `a call that lets ${operator} take tokens`;
  const tokens = native ? [COIN, NATIVE_ADDRESS] : [from.address];
  if (!tokens.some((one) => same(one, token))) return `a call that takes ${token}, asked was ${from.id}`;
  return native || taken === amountIn ? undefined : `a call that takes ${taken}, asked was ${amountIn}`;
};

/** What the router takes from whom, and what it hands on. */
const wrongBridge = ({ id, input, fee, bridge, pool }: Layers, asked: CallQuestion & { quoteId: string }): string | undefined => {
  const { corridor, amountIn, sender, quoteId } = asked;
  const native = corridor.from.address === NATIVE_ADDRESS;
  if (!same(id, quoteId)) return `a call of the quote ${id}, not of ${quoteId}`;
  if (!same(input.user, sender)) return `a call of ${input.user}, asked was for ${sender}`;
  if (!same(input.inputToken, native ? COIN : corridor.from.address))
    return `a call that sends ${input.inputToken}, asked was ${corridor.from.id}`;
  if (input.inputAmount !== amountIn) return `a call that sends ${input.inputAmount}, asked was ${amountIn}`;
  if (fee.amount >= amountIn) return `a fee of ${fee.amount}, asked was ${amountIn}`;
  if (bridge.value !== (native ? amountIn - fee.amount : 0n)) return `a call that pays the bridge ${bridge.value}`;
  return native || same(bridge.approvalSpender, pool) ? undefined : `a call that lets ${bridge.approvalSpender} take tokens`;
};

const wrongDeposit = (
  { deposit, fee }: Layers,
  { corridor: { from, to }, amountIn, sender, recipient }: CallQuestion,
): string | undefined => {
  const [depositor, paid, inputToken, outputToken, inputAmount, outputAmount, destinationChainId, , , , , message] = deposit;
  const told = { depositor, recipient: paid, inputToken, outputToken, inputAmount, outputAmount, destinationChainId, message };
  return otherDeposit(told, {
    depositor: sender,
    recipient,
    input: { id: from.id, address: carried(from) },
    output: { id: to.id, address: carried(to), chainId: to.chainId },
    inputAmount: amountIn - fee.amount,
  });
};

/** Across carries a chain's own coin as the wrapped one, and unwraps it for whoever has no code. */
const carried = ({ address, id, symbol }: Asset): string =>
  address === NATIVE_ADDRESS ? (assetById(id.replace(`:${symbol}`, `:W${symbol}`))?.address ?? '') : address;

const decoded = <T>(decode: () => T): T | undefined => {
  try {
    return decode();
  } catch {
    return undefined;
  }
};
