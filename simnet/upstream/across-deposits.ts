import { decodeEventLog, encodeEventTopics, type Hex, numberToHex, pad, parseAbi } from 'viem';
import { spokePool } from '#bridges/_across/spoke-pool.ts';
import type { ChainLink, Receipt } from '../chains/chain-link.ts';
import { acrossError } from './across-errors.ts';
import { type Answer, json } from './answer.ts';

const abi = parseAbi([
  'event FundsDeposited(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint256 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 indexed depositor, bytes32 recipient, bytes32 exclusiveRelayer, bytes message)',
  'event FilledRelay(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 repaymentChainId, uint256 indexed originChainId, uint256 indexed depositId, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 exclusiveRelayer, bytes32 indexed relayer, bytes32 depositor, bytes32 recipient, bytes32 messageHash, (bytes32 updatedRecipient, bytes32 updatedMessageHash, uint256 updatedOutputAmount, uint8 fillType) relayExecutionInfo)',
]);
const [DEPOSITED] = encodeEventTopics({ abi, eventName: 'FundsDeposited' });
const [FILLED] = encodeEventTopics({ abi, eventName: 'FilledRelay' });

interface Log {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly transactionHash: Hex;
}

interface Deposit {
  readonly originChainId: number;
  readonly transactionHash: Hex;
  readonly args: { readonly destinationChainId: bigint; readonly depositId: bigint; readonly fillDeadline: number };
}

const NOT_FOUND = json({ error: 'DepositNotFoundException', message: 'Deposit not found given the provided constraints' }, 404);

/** GET /deposit/status: reads the chains, as the indexer behind the API does. */
export const depositStatus = async (query: URLSearchParams, links: readonly ChainLink[], nowMs: number): Promise<Answer> => {
  const found = await findDeposit(query, links);
  if (found === 'invalid') {
    return acrossError({
      code: 'MISSING_PARAM',
      message: "Query param 'depositTxnRef' or 'originChainId' and 'depositId' must be provided",
    });
  }
  if (found === undefined) return NOT_FOUND;
  const destinationChainId = Number(found.args.destinationChainId);
  const fill = await findFill(found, links);
  const expired = found.args.fillDeadline < nowMs / 1000;
  return json({
    status: fill !== undefined ? 'filled' : expired ? 'expired' : 'pending',
    originChainId: found.originChainId,
    depositId: String(found.args.depositId),
    depositTxnRef: found.transactionHash,
    fillTxnRef: fill?.transactionHash ?? null,
    destinationChainId,
    depositRefundTxnRef: null,
    actionsSucceeded: null,
    pagination: { currentIndex: 0, maxIndex: 0 },
  });
};

const logsOf = (link: ChainLink, topics: readonly (Hex | null | undefined)[]): Promise<readonly Log[]> =>
  link.rpc.call<readonly Log[]>('eth_getLogs', [{ address: spokePool(link.chain.chainId), fromBlock: '0x0', toBlock: 'latest', topics }]);

const uint = (value: bigint | number): Hex => pad(numberToHex(value));

const findDeposit = async (query: URLSearchParams, links: readonly ChainLink[]): Promise<Deposit | 'invalid' | undefined> => {
  const hash = query.get('depositTxnRef');
  if (hash !== null) return /^0x[0-9a-fA-F]{64}$/.test(hash) ? depositOfTransaction(hash as Hex, links) : 'invalid';
  const originChainId = query.get('originChainId') ?? '';
  const depositId = query.get('depositId') ?? '';
  if (!/^\d{1,10}$/.test(originChainId) || !/^\d{1,77}$/.test(depositId)) return 'invalid';
  const link = links.find(({ chain }) => String(chain.chainId) === originChainId);
  const [log] = link === undefined ? [] : await logsOf(link, [DEPOSITED, null, uint(BigInt(depositId))]);
  return link && log && readDeposit(link, log);
};

const depositOfTransaction = async (transactionHash: Hex, links: readonly ChainLink[]): Promise<Deposit | undefined> => {
  for (const link of links) {
    const receipt = await link.rpc.call<Receipt | null>('eth_getTransactionReceipt', [transactionHash]);
    const log = receipt?.logs.find(({ topics }) => topics[0] === DEPOSITED);
    if (log !== undefined) return readDeposit(link, { ...log, transactionHash });
  }
  return undefined;
};

const readDeposit = (link: ChainLink, { topics, data, transactionHash }: Log): Deposit => {
  const { args } = decodeEventLog({ abi, eventName: 'FundsDeposited', topics: topics as [Hex, ...Hex[]], data });
  return { originChainId: link.chain.chainId, transactionHash, args };
};

const findFill = async ({ args, originChainId }: Deposit, links: readonly ChainLink[]): Promise<Log | undefined> => {
  const link = links.find(({ chain }) => BigInt(chain.chainId) === args.destinationChainId);
  const [log] = link === undefined ? [] : await logsOf(link, [FILLED, uint(originChainId), uint(args.depositId)]);
  return log;
};
