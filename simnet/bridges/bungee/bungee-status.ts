import { encodeEventTopics, type Hex } from 'viem';
import { routerAbi } from '#bridges/bungee/abi.ts';
import { OPEN_ROUTER } from '#bridges/bungee/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { depositStatus } from '../../upstream/across-deposits.ts';
import type { Answer } from '../../upstream/answer.ts';
import type { UpstreamTools } from '../_kit/upstream.ts';
import { done, refused } from './bungee-answer.ts';
import { type BungeeQuote, tokenJson } from './bungee-quote.ts';

/** The transaction in which the router ran a quote's call, if it is on a chain. */
const ranIn = async (quoteId: Hex, links: readonly ChainLink[]): Promise<Hex | undefined> => {
  const topics = encodeEventTopics({ abi: routerAbi, eventName: 'RequestExecuted', args: { quoteId } });
  const filter = { address: OPEN_ROUTER, fromBlock: '0x0', toBlock: 'latest', topics };
  const found = await Promise.all(links.map(({ rpc }) => rpc.call<readonly { transactionHash: Hex }[]>('eth_getLogs', [filter])));
  return found.flat()[0]?.transactionHash;
};

/** GET /status: Across’s deposit of the transaction that the router logs for this quote, in Socket’s words. */
export const statusOf = async (
  quoteId: string,
  asked: ReadonlyMap<string, BungeeQuote>,
  { links, nowMs }: UpstreamTools,
): Promise<Answer> => {
  const quote = asked.get(quoteId);
  const hash = /^0x[0-9a-f]{64}$/.test(quoteId) ? await ranIn(quoteId as Hex, links) : undefined;
  if (quote === undefined && hash === undefined) {
    return refused(404, 'Quote not found');
  }
  const { status, body } = await depositStatus(new URLSearchParams({ depositTxnRef: hash ?? `0x${'0'.repeat(64)}` }), links, nowMs());
  const deposit =
    status === 200 ? (body as { status: string; destinationChainId: number; originChainId: number; fillTxnRef: string | null }) : undefined;
  const word =
    deposit === undefined
      ? 'PENDING'
      : deposit.status === 'filled'
        ? 'COMPLETED'
        : deposit.status === 'expired'
          ? 'EXPIRED'
          : 'IN_PROGRESS';
  const { wish, amountOut } = quote ?? {};
  return done({
    quoteId,
    userOp: 'tx',
    status: word,
    statusCode: word === 'IN_PROGRESS' ? 'PENDING' : word,
    origin: {
      chainId: deposit?.originChainId ?? wish?.from.chainId,
      status: deposit === undefined ? 'PENDING' : 'COMPLETED',
      txHash: hash ?? null,
      ...(wish && { userAddress: wish.sender, input: [{ token: tokenJson(wish.from), amount: String(wish.amount) }] }),
    },
    destination: {
      chainId: deposit?.destinationChainId ?? wish?.to.chainId,
      status: word === 'COMPLETED' ? word : 'PENDING',
      txHash: deposit?.fillTxnRef ?? null,
      ...(wish && { receiverAddress: wish.recipient, output: [{ token: tokenJson(wish.to), amount: String(amountOut) }] }),
    },
    routeDetails: { name: 'Across', logoURI: '' },
    refund: null,
  });
};
