import { encodeFunctionData, type Hex, isAddress } from 'viem';
import { sourceAbi } from '#bridges/debridge/abi.ts';
import { DLN_SOURCE } from '#bridges/debridge/contracts.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Asset, assetByAddress } from '#core/domain/asset.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { type Answer, json } from '../../upstream/answer.ts';
import type { UpstreamTools } from '../_kit/upstream.ts';
import { dlnAbi } from './abi.ts';
import { fixedFee, LEAST_USD, MARGIN_BPS, MOST_USD, PROTOCOL_BPS, solverExpenses, usdPrice } from './fees.ts';
import type { Order } from './orders.ts';

/** An error as the API writes it. */
export const dlnError = (errorId: string, errorMessage: string, status = 400): Answer =>
  json({ errorCode: 0, errorId, errorMessage }, status);

/** What solvers here hold, and so what is carried: like for like. */
const CARRIED = new Set(['USDC', 'ETH']);
const BPS = 10_000n;
/** How long a fill takes here: the solver looks every two seconds, and a block has to come. */
const FILL_SECONDS = 4;

interface Question {
  readonly from: Asset;
  readonly to: Asset;
  readonly amount: bigint;
}

const questionIn = (query: URLSearchParams): Question | Answer => {
  const side = (chain: string, token: string) => assetByAddress(Number(query.get(chain)), query.get(token) ?? '');
  const [from, to] = [side('srcChainId', 'srcChainTokenIn'), side('dstChainId', 'dstChainTokenOut')];
  const amount = query.get('srcChainTokenInAmount') ?? '';
  if (!/^[1-9]\d{0,77}$/.test(amount)) return dlnError('INVALID_QUERY_PARAMETERS', 'srcChainTokenInAmount must be a positive number');
  if (query.get('dstChainTokenOutAmount') !== 'auto' || query.get('prependOperatingExpenses') === 'true') {
    return dlnError('INVALID_QUERY_PARAMETERS', 'this simulator knows dstChainTokenOutAmount=auto without prepended expenses alone');
  }
  if (from === undefined || to === undefined) return dlnError('TOKEN_NOT_FOUND', 'Token not found');
  if (from.chainId === to.chainId) return dlnError('SOURCE_AND_DESTINATION_CHAINS_ARE_EQUAL', 'Source and destination chains are equal');
  if (from.symbol !== to.symbol || !CARRIED.has(from.symbol)) return dlnError('TOKEN_NOT_SUPPORTED', 'This pair is not supported');
  return { from, to, amount: BigInt(amount) };
};

/** GET /dln/order/create-tx: an estimation, and with wallets the order's transaction. */
export const createTx = async (query: URLSearchParams, { world, step, nowMs, links }: UpstreamTools): Promise<Answer> => {
  const asked = questionIn(query);
  if ('status' in asked) return asked;
  const { from, to, amount } = asked;
  const at = step();
  const usd = (Number(amount) / 10 ** from.decimals) * usdPrice(world, from, at);
  if (usd > MOST_USD || world.drained('debridge', `${from.id}>${to.id}`))
    return dlnError('INSUFFICIENT_LIQUIDITY', 'No solver has enough liquidity for this order');
  const protocolFee = (amount * PROTOCOL_BPS) / BPS;
  const given = amount - protocolFee;
  const margin = (given * MARGIN_BPS) / BPS;
  const expenses = solverExpenses(world, to, at);
  const out = given - margin - expenses;
  if (out <= 0n || usd < LEAST_USD)
    return dlnError('ERROR_LOW_GIVE_AMOUNT', 'Give amount is too low: it does not cover the operating expenses');
  const cost = (type: string, { chainId, address }: Asset, [amountIn, fee]: readonly [bigint, bigint]) => ({
    chain: String(chainId),
    tokenIn: address.toLowerCase(),
    tokenOut: address.toLowerCase(),
    amountIn: String(amountIn),
    amountOut: String(amountIn - fee),
    type,
    payload: { feeAmount: String(fee) },
  });
  const token = ({ address, chainId, decimals, symbol }: Asset, tokens: bigint) => ({
    address: address.toLowerCase(),
    chainId,
    decimals,
    name: symbol,
    symbol,
    amount: String(tokens),
  });
  const fixFee = fixedFee(from.chainId);
  const origin = links.find(({ chain }) => chain.chainId === from.chainId);
  return json({
    estimation: {
      srcChainTokenIn: {
        ...token(from, amount),
        approximateOperatingExpense: String(expenses),
        mutatedWithOperatingExpense: false,
        approximateUsdValue: usd,
      },
      dstChainTokenOut: { ...token(to, out), recommendedAmount: String(out), maxTheoreticalAmount: String(out + expenses) },
      costsDetails: [
        cost('DlnProtocolFee', from, [amount, protocolFee]),
        cost('TakerMargin', to, [given, margin]),
        cost('EstimatedOperatingExpenses', to, [given - margin, expenses]),
      ],
      recommendedSlippage: 0,
    },
    fixFee: String(fixFee),
    protocolFee: String(protocolFee),
    ...(await signable(query, { ...asked, out, fixFee, salt: BigInt(nowMs()), origin })),
  });
};

interface ToSign extends Question {
  readonly out: bigint;
  readonly fixFee: bigint;
  readonly salt: bigint;
  readonly origin: ChainLink | undefined;
}

/** The order's calldata and id, where the wallets are named. */
const signable = async (query: URLSearchParams, { from, to, amount, out, fixFee, salt, origin }: ToSign): Promise<object> => {
  const [sender, receiver, source, destination] = [
    'senderAddress',
    'dstChainTokenOutRecipient',
    'srcChainOrderAuthorityAddress',
    'dstChainOrderAuthorityAddress',
  ].map((name) => query.get(name) ?? '');
  const order = { approximateFulfillmentDelay: FILL_SECONDS, salt: Number(salt), metadata: '0x' };
  if (!isHex(sender) || !isHex(receiver) || !isHex(source) || !isHex(destination) || origin === undefined) return { order };
  const creation = {
    giveTokenAddress: from.address as Hex,
    giveAmount: amount,
    takeTokenAddress: to.address as Hex,
    takeAmount: out,
    takeChainId: BigInt(to.chainId),
    receiverDst: receiver,
    givePatchAuthoritySrc: source,
    orderAuthorityAddressDst: destination,
    allowedTakerDst: '0x',
    externalCall: '0x',
    allowedCancelBeneficiarySrc: '0x',
  } as const;
  const { giveTokenAddress, giveAmount, ...rest } = creation;
  const hashed: Order = {
    ...rest,
    makerOrderNonce: salt,
    makerSrc: sender,
    giveChainId: BigInt(from.chainId),
    giveTokenAddress,
    giveAmount: giveAmount - (giveAmount * PROTOCOL_BPS) / BPS,
  };
  const asked = encodeFunctionData({ abi: dlnAbi, functionName: 'getOrderId', args: [hashed] });
  const orderId = await origin.rpc.call<Hex>('eth_call', [{ to: DLN_SOURCE, data: asked }, 'latest']);
  const data = encodeFunctionData({ abi: sourceAbi, functionName: 'createSaltedOrder', args: [creation, salt, '0x', 0, '0x', '0x'] });
  const value = fixFee + (from.address === NATIVE_ADDRESS ? amount : 0n);
  return { order, orderId, tx: { to: DLN_SOURCE, data, value: String(value) } };
};

const isHex = (text: string | undefined): text is Hex => text !== undefined && isAddress(text, { strict: false });
