import { type Address, encodeFunctionData, keccak256, parseAbi, stringToHex } from 'viem';
import { spokePool } from '#bridges/_across/spoke-pool.ts';
import { DIAMOND } from '#bridges/lifi/contracts.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { ASSETS, type Asset, assetByAddress, nativeAsset } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import { depositStatus } from '../../upstream/across-deposits.ts';
import { type Answer, json } from '../../upstream/answer.ts';
import type { AcrossQuote } from '../../world/across-quote.ts';
import { priceUsd } from '../../world/market.ts';
import type { World } from '../../world/world.ts';
import type { UpstreamApi, UpstreamTools } from '../_kit/upstream.ts';
import { depositTimes, type NoPick, pickAcross } from '../_meta/across-pick.ts';

const abi = parseAbi([
  'function startBridgeTokensViaAcrossV3((bytes32 transactionId, string bridge, string integrator, address referrer, address sendingAssetId, address receiver, uint256 minAmount, uint256 destinationChainId, bool hasSourceSwaps, bool hasDestinationCall) bridgeData, (address receiverAddress, address refundAddress, address receivingAssetId, uint256 outputAmount, uint64 outputAmountPercent, address exclusiveRelayer, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes message) acrossData) payable',
]);

const NOBODY = NATIVE_ADDRESS as Address;
/** A start through the diamond: a deposit, a transfer more, and what it checks. */
const START_GAS = 180_000;

const error = (status: number, code: number, message: string, errors?: unknown): Answer =>
  json({ message, code, ...(errors === undefined ? {} : { errors }) }, status);

/** Its only tool has no quote, for a reason of the documented list. */
const noQuote = (code: string, message: string): Answer =>
  error(404, 1002, 'No available quotes for the requested transfer', {
    filteredOut: [],
    failed: [{ overallPath: 'across', subpaths: { across: [{ errorType: 'NO_QUOTE', code, tool: 'across', message }] } }],
  });

const NO_QUOTE: Readonly<Record<NoPick, string>> = {
  NO_POSSIBLE_ROUTE: 'No route was found for this action.',
  AMOUNT_TOO_LOW: 'The initial amount is too low to transfer using across.',
  INSUFFICIENT_LIQUIDITY: "The tool's liquidity is insufficient.",
  AMOUNT_TOO_HIGH: 'The initial amount is too high to transfer using across.',
};

interface Wish {
  readonly from: Asset;
  readonly to: Asset;
  readonly amount: bigint;
  readonly sender: Address;
  readonly recipient: Address;
  readonly slippage: number;
}

const isAddress = (text: string): text is Address => /^0x[0-9a-fA-F]{40}$/.test(text);

const readWish = (query: URLSearchParams): Wish | Answer => {
  const of = (name: string): string => query.get(name) ?? '';
  const sides = (['from', 'to'] as const).map((side) => assetByAddress(Number(of(`${side}Chain`)), of(`${side}Token`)));
  const [from, to] = sides;
  const missing = ['fromChain', 'toChain', 'fromToken', 'toToken', 'fromAddress', 'fromAmount'].find((name) => of(name) === '');
  if (missing !== undefined) return error(400, 1011, `must have required property '${missing}'`);
  if (from === undefined || to === undefined) return error(400, 1011, 'The token is invalid or in deny list.');
  const [sender, recipient] = [of('fromAddress'), of('toAddress') || of('fromAddress')];
  if (!/^\d{1,78}$/.test(of('fromAmount')) || !isAddress(sender) || !isAddress(recipient)) return error(400, 1011, 'Invalid request');
  return { from, to, amount: BigInt(of('fromAmount')), sender, recipient, slippage: Number(of('slippage') || '0.005') };
};

const token = (asset: Asset, world: World, step: number) => ({
  address: asset.address,
  chainId: asset.chainId,
  symbol: asset.symbol,
  decimals: asset.decimals,
  name: asset.symbol,
  coinKey: asset.symbol,
  priceUSD: String(priceUsd(world, asset.priceId, step)),
});

const quoteOf = (wish: Wish, tools: UpstreamTools): Answer => {
  const { world, step, nowMs } = tools;
  const { from, to, amount, slippage } = wish;
  const pick = pickAcross(wish, tools);
  if (typeof pick === 'string') return noQuote(pick, NO_QUOTE[pick]);
  const { output, quote } = pick;
  const [fromToken, toToken] = [token(from, world, step()), token(to, world, step())];
  const fee = (name: string, description: string, part: bigint) => ({
    name,
    description,
    token: fromToken,
    amount: String(part),
    percentage: (Number(part) / Number(amount)).toFixed(4),
    included: true,
  });
  const feeCosts = [
    fee('LP Fee', 'Fee paid to the Liquidity Provider', quote.lpFee),
    fee('Relayer Capital Fee', 'Fee paid to the relayer for its capital', quote.capitalFee),
    fee('Relayer Gas Fee', 'Covers gas expense for sending funds to user on receiving chain.', quote.gasFee),
  ];
  const action = { fromChainId: from.chainId, toChainId: to.chainId, fromToken, toToken, fromAmount: String(amount), slippage };
  const estimate = {
    tool: 'across',
    fromAmount: String(amount),
    toAmount: String(quote.output),
    toAmountMin: String(quote.output),
    approvalAddress: DIAMOND,
    executionDuration: quote.fillSeconds,
    feeCosts,
    gasCosts: [{ type: 'SEND', estimate: String(START_GAS), token: token(nativeAsset(from.chainId) ?? from, world, step()) }],
  };
  const toolDetails = { key: 'across', name: 'AcrossV3', logoURI: '' };
  const id = keccak256(stringToHex(`${nowMs()}${from.id}${to.id}${amount}${wish.sender}`));
  return json({
    type: 'lifi',
    id,
    tool: 'across',
    toolDetails,
    action: { ...action, fromAddress: wish.sender, toAddress: wish.recipient },
    estimate,
    includedSteps: [{ id, type: 'cross', tool: 'across', toolDetails, action, estimate }],
    integrator: 'simnet',
    transactionRequest: {
      from: wish.sender,
      to: DIAMOND,
      chainId: from.chainId,
      value: `0x${(from.address === NATIVE_ADDRESS ? amount : 0n).toString(16)}`,
      data: callOf(wish, { id, output, quote, nowMs: nowMs() }),
      gasLimit: `0x${(START_GAS * 2).toString(16)}`,
    },
  });
};

const callOf = (wish: Wish, of: { id: `0x${string}`; output: Asset; quote: AcrossQuote; nowMs: number }): string => {
  return encodeFunctionData({
    abi,
    args: [
      {
        transactionId: of.id,
        bridge: 'across',
        integrator: 'simnet',
        referrer: NOBODY,
        sendingAssetId: wish.from.address as Address,
        receiver: wish.recipient,
        minAmount: wish.amount,
        destinationChainId: BigInt(wish.to.chainId),
        hasSourceSwaps: false,
        hasDestinationCall: false,
      },
      {
        receiverAddress: wish.recipient,
        refundAddress: wish.sender,
        receivingAssetId: of.output.address as Address,
        outputAmount: of.quote.output,
        outputAmountPercent: 0n,
        exclusiveRelayer: NOBODY,
        ...depositTimes(of.nowMs),
        exclusivityDeadline: 0,
        message: '0x',
      },
    ],
  });
};

/** Across's deposit of the transaction, in LI.FI's words. */
const statusOf = async (query: URLSearchParams, { links, nowMs }: UpstreamTools): Promise<Answer> => {
  const txHash = query.get('txHash') ?? '';
  const { status, body } = await depositStatus(new URLSearchParams({ depositTxnRef: txHash }), links, nowMs());
  if (status !== 200) return json({ status: 'NOT_FOUND', substatus: 'UNKNOWN_ERROR', substatusMessage: 'The transaction was not found.' });
  const told = body as { status: string; originChainId: number; destinationChainId: number; fillTxnRef: string | null };
  const filled = told.status === 'filled';
  return json({
    sending: { txHash, chainId: told.originChainId },
    receiving: { chainId: told.destinationChainId, ...(told.fillTxnRef === null ? {} : { txHash: told.fillTxnRef }) },
    tool: 'across',
    status: filled ? 'DONE' : 'PENDING',
    substatus: filled ? 'COMPLETED' : told.status === 'expired' ? 'REFUND_IN_PROGRESS' : 'WAIT_DESTINATION_TRANSACTION',
    substatusMessage: filled ? 'The transfer is complete.' : 'The transfer is waiting for destination transaction.',
  });
};

const tokensOf = (query: URLSearchParams, { world, step }: UpstreamTools): Answer => {
  const chains = (query.get('chains') ?? '').split(',').map(Number);
  const listed = ASSETS.filter(
    ({ chainId }) => chains.includes(chainId) && spokePool(chainId) !== undefined && chainById(chainId) !== undefined,
  );
  const byChain = Object.groupBy(listed, ({ chainId }) => String(chainId));
  return json({
    tokens: Object.fromEntries(
      Object.entries(byChain).map(([chainId, list = []]) => [chainId, list.map((one) => token(one, world, step()))]),
    ),
  });
};

/** LI.FI's API, below its base: an aggregator that knows one bridge, Across, and takes nothing for itself. */
export const createLifiApi =
  (tools: UpstreamTools): UpstreamApi =>
  ({ method, path, query }) => {
    if (method !== 'GET') return error(404, 1003, 'Not Found');
    switch (path) {
      case '/quote': {
        const wish = readWish(query);
        return 'amount' in wish ? quoteOf(wish, tools) : wish;
      }
      case '/status':
        return statusOf(query, tools);
      case '/tokens':
        return tokensOf(query, tools);
      default:
        return error(404, 1003, 'Not Found');
    }
  };
