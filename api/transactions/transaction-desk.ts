import type { Bridge } from '#bridges/_kit/port.ts';
import type { BridgeTransaction } from '#bridges/_kit/to-sign.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Corridor, corridorById } from '#core/domain/corridor.ts';
import { inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { IssuedQuote } from '#core/transfers/issued-quote.ts';
import type { IssuedQuoteWriter } from '#platform/redis/issued-quote-store.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import type { TransactionJson } from '#schemas/api/transaction.ts';
import type { BookCache } from '../books/book-cache.ts';
import type { Interest } from '../books/interest.ts';
import type { RouteIndex } from '../books/route-index.ts';
import { BOOKS_AWAY } from '../http/books-away.ts';
import type { Refusal } from '../http/reply.ts';
import type { DeskDeps } from './desk-deps.ts';
import { findRoute } from './find-route.ts';
import { createPrepare } from './prepare.ts';
import { refusalOfAddress, refusalOfFailure, refusalOfPause } from './refusal.ts';
import type { TransactionWish } from './transaction-wish.ts';

export interface TransactionDesk {
  /** What to sign for a route, tried out, or why there is nothing. */
  build(routeId: string, wish: TransactionWish): Promise<Result<TransactionJson, Refusal>>;
}

export interface TransactionDeskDeps extends DeskDeps {
  readonly routes: RouteIndex;
  readonly books: BookCache;
  readonly interest: Interest;
  readonly issued: IssuedQuoteWriter;
}

const BPS = 10_000n;

/** Tokens that are sent to their own contract have been lost in great number, and nobody has ever meant it. */
const TO_A_TOKEN = inputError(
  'INVALID_ADDRESS',
  '/recipient',
  'that is the contract of the token itself, from which nothing comes back; give an account’s address',
);

const isItsToken = ({ from, to }: Corridor, recipient: string): boolean => [from.address, to.address].includes(recipient);

interface Order {
  readonly route: RouteJson;
  readonly corridor: Corridor;
  readonly bridge: Bridge;
  readonly wish: TransactionWish;
}

/** The least that the caller accepts: by its own slippage, else what the route said. */
const acceptedMinimum = ({ route, wish: { slippageBps } }: Order): bigint =>
  slippageBps === undefined ? BigInt(route.minAmountOut) : (BigInt(route.amountOut) * (BPS - BigInt(slippageBps))) / BPS;

/** What the user was told that is still to be sent; the gas of it is no promise. */
const stepsOf = ({ legs }: RouteJson): Pick<IssuedQuote, 'userSteps'> => {
  const steps = legs.flatMap(({ userSteps }) => userSteps ?? []);
  return steps.length === 0 ? {} : { userSteps: steps.map(({ kind, chainId, afterSeconds }) => ({ kind, chainId, afterSeconds })) };
};

/** Where a plain transfer goes, and that only the vendor says so. */
const addressOf = ({ manifest }: Bridge, { depositAddress, request }: BridgeTransaction): Pick<TransactionJson, 'depositAddress'> =>
  depositAddress === undefined
    ? {}
    : { depositAddress: { address: depositAddress, requestId: request?.requestId ?? '', saidBy: manifest.name, provenOnChain: false } };

export const createTransactionDesk = (deps: TransactionDeskDeps): TransactionDesk => {
  const { context, issued, pauses, bridgeTimeoutMs, chainTimeoutMs, logger } = deps;
  const { now } = context;
  const bridges = new Map(deps.bridges.map((bridge) => [bridge.manifest.id, bridge]));
  const prepare = createPrepare(deps.node);

  const callOf = async (order: Order): Promise<Result<BridgeTransaction, Refusal>> => {
    const { route, corridor, bridge, wish } = order;
    const quoted = { amountOut: BigInt(route.amountOut), validUntilMs: Date.parse(route.validUntil) };
    const { sender, recipient, depositAddress } = wish;
    const { id, name, depositAddresses } = bridge.manifest;
    if (depositAddress && depositAddresses !== true) return err(refusalOfAddress(name));
    const pausedUntilMs = pauses.untilMs(id);
    if (pausedUntilMs > 0) return err(refusalOfPause(name, pausedUntilMs - now()));
    const built = await bridge.transaction(
      { ...context, signal: AbortSignal.timeout(bridgeTimeoutMs) },
      {
        corridor,
        amountIn: BigInt(route.amountIn),
        sender,
        recipient,
        minAmountOut: acceptedMinimum(order),
        quoted,
        ...(depositAddress ? { depositAddress } : {}),
      },
    );
    if (built.ok) return built;
    if (built.error.code === 'RATE_LIMITED' && built.error.retryAfterMs !== null) pauses.announce(id, now() + built.error.retryAfterMs);
    logger.debug({ bridge: id, routeId: route.routeId, code: built.error.code, detail: built.error.detail }, 'nothing to sign');
    return err(refusalOfFailure(name, built.error, quoted.amountOut));
  };

  /** A promise that could not be kept on record costs a comparison later, and no user a transaction now. */
  const record = ({ route, corridor, bridge, wish }: Order, built: BridgeTransaction): void => {
    const quote = {
      routeId: route.routeId,
      bridge: bridge.manifest.id,
      corridor: corridor.id,
      from: corridor.from.id,
      to: corridor.to.id,
      sender: wish.sender,
      recipient: wish.recipient,
      amountIn: BigInt(route.amountIn),
      amountSent: built.amountSent,
      amountOut: built.amountOut,
      minAmountOut: built.minAmountOut,
      // What the route was shown with: fills of its corridor tell more than the bridge does.
      etaSeconds: route.etaSeconds,
      ...stepsOf(route),
      ...(built.request === undefined ? {} : { request: built.request }),
      ...(built.depositAddress === undefined ? {} : { depositAddress: built.depositAddress }),
      quotedAtMs: Date.parse(route.observedAt),
      issuedAtMs: now(),
    };
    issued
      .put(quote)
      .catch((error: unknown) => logger.warn({ error: String(error), routeId: route.routeId }, 'a promise was not recorded'));
  };

  const buildOf = async (order: Order): Promise<Result<TransactionJson, Refusal>> => {
    const { route, corridor, bridge, wish } = order;
    const built = await callOf(order);
    if (!built.ok) return built;
    const { spender, amountSent } = built.value;
    const { from } = corridor;
    const spends = from.address === NATIVE_ADDRESS ? undefined : { asset: from, spender, amountIn: BigInt(route.amountIn), amountSent };
    const prepared = await prepare({ bridge, built: built.value, spends, sender: wish.sender }, AbortSignal.timeout(chainTimeoutMs));
    if (!prepared.ok) return prepared;
    record(order, built.value);
    const { amountOut, minAmountOut, validUntilMs } = built.value;
    return ok({
      routeId: route.routeId,
      amountOut: String(amountOut),
      minAmountOut: String(minAmountOut),
      validUntil: new Date(validUntilMs).toISOString(),
      ...prepared.value,
      ...addressOf(bridge, built.value),
    });
  };

  return {
    build: async (routeId, wish) => {
      const found = await findRoute(deps, routeId, now()).catch(() => err(BOOKS_AWAY));
      if (!found.ok) return found;
      const { route, key } = found.value;
      // Whoever builds is still looking: the route stays fresh while its user signs.
      deps.interest.touch(key);
      const [leg] = route.legs;
      const bridge = bridges.get(leg?.venue ?? '');
      const corridor = leg && corridorById(`${leg.from}>${leg.to}`);
      if (bridge === undefined || corridor === undefined || route.legs.length !== 1) {
        return err({
          code: 'UNKNOWN_ROUTE',
          detail: `${routeId} is not a direct route of a bridge in use; take one that is`,
          pointer: '/routeId',
        });
      }
      if (isItsToken(corridor, wish.recipient)) return err(TO_A_TOKEN);
      const order: Order = { route, corridor, bridge, wish };
      return deps.gate.run(bridge.manifest.id, () => buildOf(order));
    },
  };
};
