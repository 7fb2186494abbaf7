import { assetOf, CCTP_TOKEN, chainIdOfSlug, HOP_TOKENS, hopToken, L1_CHAIN_ID, slugOf } from '#bridges/hop/contracts.ts';
import { manifest } from '#bridges/hop/manifest.ts';
import { type Asset, nativeAsset } from '#core/domain/asset.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { type Answer, json } from '../../upstream/answer.ts';
import { baseFeeWei, priceUsd } from '../../world/market.ts';
import type { World } from '../../world/world.ts';
import type { UpstreamApi, UpstreamTools } from '../_kit/upstream.ts';
import { bridgeOn, view } from './hop-logs.ts';
import { creditLeft } from './hop-relayers.ts';
import { transferStatus } from './hop-transfer-status.ts';

/** Hop writes its errors so, with HTTP 200. */
const refusal = (error: string): Answer => json({ error });

const TOKENS = [...HOP_TOKENS.map(({ name }) => name), CCTP_TOKEN];

/** The bonder's share in basis points, by token, and his least in USD. Source: the SDK's configuration. */
const BONDER_BPS: Readonly<Record<string, bigint>> = { ETH: 4n, USDT: 100n, DAI: 35n };
const BONDER_LEAST_USD = 0.25;
const CCTP_LEAST_USD = 0.01;
/** Gas of what a bonder sends on the destination. */
const BOND_GAS = 250_000n;
const BPS = 10_000n;
const WEEK_S = 7 * 86_400;

/** Hop's API, below its base: GET /v1/quote, /v1/available-routes, /v1/transfer-status. */
export const createHopApi =
  (tools: UpstreamTools): UpstreamApi =>
  async ({ method, path, query }) => {
    switch (`${method} ${path}`) {
      case 'GET /v1/quote':
        return quote(query, tools);
      case 'GET /v1/available-routes':
        return json(routes());
      case 'GET /v1/transfer-status':
        return transferStatus(query, tools.links);
      default:
        return json({ error: 'not found' }, 404);
    }
  };

/** The file in which Hop's bonder tells what it can pay out. */
export const createHopAssets =
  ({ world, links, nowMs }: UpstreamTools): UpstreamApi =>
  async ({ path }) => {
    if (path !== '/mainnet/v1-available-liquidity.json') return json({ error: 'not found' }, 404);
    const data: Record<string, { baseAvailableCreditIncludingVault: Record<string, Record<string, string>> }> = {};
    for (const { name } of HOP_TOKENS) {
      const amounts: Record<string, Record<string, string>> = {};
      for (const { from, to } of routes()
        .map(ends)
        .filter(({ token }) => token === name)) {
        const link = links.find(({ chain }) => chain.chainId === to.chainId);
        const bridge = bridgeOn(name, to.chainId);
        if (link === undefined || bridge === undefined || from.chainId === L1_CHAIN_ID) continue;
        const left = world.drained('hop', `${from.id}>${to.id}`) ? 0n : await creditLeft(link, bridge);
        const source = slugOf(from.chainId) ?? '';
        amounts[source] = { ...amounts[source], [slugOf(to.chainId) ?? '']: String(left) };
      }
      data[name] = { baseAvailableCreditIncludingVault: amounts };
    }
    return json({ timestamp: nowMs(), data });
  };

const routes = () =>
  TOKENS.flatMap((token) =>
    manifest.chains.flatMap((sourceChainId) =>
      manifest.chains.flatMap((destinationChainId) => {
        const both = assetOf(token, sourceChainId) !== undefined && assetOf(token, destinationChainId) !== undefined;
        return both && sourceChainId !== destinationChainId
          ? [
              {
                token,
                sourceChain: slugOf(sourceChainId) ?? '',
                sourceChainId,
                destinationChain: slugOf(destinationChainId) ?? '',
                destinationChainId,
              },
            ]
          : [];
      }),
    ),
  );

const ends = ({ token, sourceChainId, destinationChainId }: ReturnType<typeof routes>[number]) => ({
  token,
  from: assetOf(token, sourceChainId) as Asset,
  to: assetOf(token, destinationChainId) as Asset,
});

interface Ask {
  readonly token: string;
  readonly from: Asset;
  readonly to: Asset;
  readonly amount: bigint;
  readonly slippageBps: bigint;
  readonly slippage: number;
}

const readAsk = (query: URLSearchParams): Ask | string => {
  const amount = query.get('amount') ?? '';
  const token = query.get('token');
  const slippage = Number(query.get('slippage'));
  if (!/^\d{1,77}$/.test(amount)) return '"amount" query param is required. Value must be in smallest unit. Example: amount=1000000';
  if (token === null) return '"token" query param is required. Example: token=USDC';
  if (!(slippage > 0)) return '"slippage" query param value is required. Example: slippage=0.5';
  const chains = ['fromChain', 'toChain'].map((name) => chainIdOfSlug(query.get(name) ?? ''));
  const [from, to] = chains.map((chainId) => assetOf(token, chainId ?? 0));
  if (from === undefined || to === undefined || from.chainId === to.chainId) return `Asset "${token}" is not supported on this route`;
  return { token, from, to, amount: BigInt(amount), slippageBps: BigInt(Math.round(slippage * 100)), slippage };
};

const quote = async (query: URLSearchParams, { world, step, links, nowMs }: UpstreamTools): Promise<Answer> => {
  const ask = readAsk(query);
  if (typeof ask === 'string') return refusal(ask);
  const { token, from, to, amount, slippage, slippageBps } = ask;
  const least = (value: bigint): bigint => (value * (BPS - slippageBps)) / BPS;
  const fee = feeOf(world, ask, step());
  const fromL1 = from.chainId === L1_CHAIN_ID;
  const toL1 = to.chainId === L1_CHAIN_ID;
  const pools = hopToken(token)?.pools;
  const sold = async (chainId: number, ids: readonly [number, number], value: bigint): Promise<bigint> => {
    const link = links.find(({ chain }) => chain.chainId === chainId) as ChainLink;
    return value <= 0n ? 0n : view<bigint>(link, pools?.[chainId]?.swap ?? '', 'calculateSwap', [...ids, value]);
  };
  try {
    const sent = token === CCTP_TOKEN || fromL1 ? amount : await sold(from.chainId, [0, 1], amount);
    const rest = sent - fee;
    const received = token === CCTP_TOKEN || toL1 ? rest : await sold(to.chainId, [1, 0], rest);
    const estimated = received > 0n ? received : 0n;
    const deadline = Math.floor(nowMs() / 1_000) + WEEK_S;
    return json({
      amountIn: String(amount),
      slippage,
      amountOutMin: String(fromL1 ? least(estimated) : least(sent)),
      destinationAmountOutMin: fromL1 ? null : toL1 ? '0' : String(least(estimated)),
      bonderFee: String(fee),
      estimatedRecieved: String(estimated),
      deadline,
      destinationDeadline: fromL1 || toL1 ? null : deadline,
    });
  } catch {
    return refusal('call revert exception: insufficient liquidity');
  }
};

/** The bonder's share, not below his least, and the gas of his transaction. From Ethereum there is no bonder. */
const feeOf = (world: World, { token, from, to, amount }: Ask, step: number): bigint => {
  if (token !== CCTP_TOKEN && from.chainId === L1_CHAIN_ID) return 0n;
  const coin = nativeAsset(to.chainId);
  const price = priceUsd(world, from.priceId, step) ?? 1;
  const gasUsd = (Number(BOND_GAS * baseFeeWei(world, to.chainId, step)) / 1e18) * ((coin && priceUsd(world, coin.priceId, step)) ?? 1);
  const units = (usd: number): bigint => (BigInt(Math.ceil((usd / price) * 1e9)) * 10n ** BigInt(from.decimals)) / 1_000_000_000n + 1n;
  const share = (amount * (BONDER_BPS[token] ?? 0n)) / BPS;
  const lowest = units(token === CCTP_TOKEN ? CCTP_LEAST_USD : BONDER_LEAST_USD);
  return (share > lowest ? share : lowest) + units(gasUsd);
};
