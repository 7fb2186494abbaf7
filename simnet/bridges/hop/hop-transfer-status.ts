import { getAbiItem, type Hex, toEventSelector } from 'viem';
import { slugOf } from '#bridges/hop/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { type Answer, json } from '../../upstream/answer.ts';
import { hopAbi } from './hop-abi.ts';
import { bridgeOn, type HopDeposit, recentHopDeposits } from './hop-logs.ts';

/** The node keeps the logs of its last 2048 blocks. */
const KEPT_BLOCKS = 2_000;
const BONDED = toEventSelector(getAbiItem({ abi: hopAbi, name: 'WithdrawalBonded' }));

/** Hop calls a transfer without an id of its own by its transaction. */
const idOf = (deposit: HopDeposit): Hex => (deposit.eventName === 'TransferSent' ? deposit.args.transferId : deposit.transactionHash);

/** GET /v1/transfer-status: reads the chains, as the indexer behind the API does. Bonded withdrawals alone are known to it, as to Hop's. */
export const transferStatus = async (query: URLSearchParams, links: readonly ChainLink[]): Promise<Answer> => {
  const asked = (query.get('transferId') ?? query.get('transactionHash') ?? '').toLowerCase();
  if (asked === '') return json({ error: 'transferId or transactionHash is required' });
  for (const origin of links) {
    const found = (await recentHopDeposits(origin, KEPT_BLOCKS)).find(
      (deposit) => idOf(deposit).toLowerCase() === asked || deposit.transactionHash.toLowerCase() === asked,
    );
    if (found !== undefined) return json(await describe(found, links));
  }
  return json({ error: "Cannot read properties of null (reading 'transferId')" });
};

const describe = async (deposit: HopDeposit, links: readonly ChainLink[]) => {
  const { token, originChainId, transactionHash } = deposit;
  const { chainId, recipient, amount } = deposit.args as { chainId: bigint; recipient: Hex; amount: bigint };
  const destination = links.find(({ chain }) => BigInt(chain.chainId) === chainId);
  const bridge = bridgeOn(token, Number(chainId));
  const [bond] =
    destination === undefined || bridge === undefined
      ? []
      : await destination.rpc.call<readonly { transactionHash: Hex }[]>('eth_getLogs', [
          { address: bridge, topics: [BONDED, idOf(deposit)], fromBlock: '0x0', toBlock: 'latest' },
        ]);
  return {
    transferId: idOf(deposit),
    transactionHash,
    sourceChainId: originChainId,
    sourceChainSlug: slugOf(originChainId),
    destinationChainId: Number(chainId),
    destinationChainSlug: slugOf(Number(chainId)),
    amount: String(amount),
    recipientAddress: recipient.toLowerCase(),
    bonded: bond !== undefined,
    bondTransactionHash: bond?.transactionHash ?? null,
    token,
  };
};
