import { type Address, decodeEventLog, encodeFunctionData, getAbiItem, type Hex, toEventSelector, toHex } from 'viem';
import { DLN_DESTINATION, DLN_SOURCE } from '#bridges/debridge/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import type { Job } from '../../relayers/relay-loop.ts';
import { dlnAbi } from './abi.ts';
import { createdOrders, dlnLogs, givenStatus } from './orders.ts';
import { sendPaying } from './send-paying.ts';

/** Account 17 of anvil's default mnemonic: stands for deBridge's validators and whoever delivers what they signed. */
export const CARRIER: Address = '0xbDA5747bFD65F08deb54cb465eB87D40e51B197E';
const COINS = toHex(10n ** 24n);

export const endowCarrier = async (link: ChainLink): Promise<void> => {
  await link.rpc.call('anvil_setBalance', [CARRIER, COINS]);
};

const UNLOCK_SENT = toEventSelector(getAbiItem({ abi: dlnAbi, name: 'SentOrderUnlock' }));
const CANCEL_SENT = toEventSelector(getAbiItem({ abi: dlnAbi, name: 'SentOrderCancel' }));
const CREATED = 1;

interface Sent {
  readonly orderId: Hex;
  readonly beneficiary: Address;
  readonly claim: 'claimUnlock' | 'claimCancel';
}

const sentFrom = async (link: ChainLink): Promise<readonly Sent[]> => {
  const logs = (await Promise.all([UNLOCK_SENT, CANCEL_SENT].map((topic) => dlnLogs(link, DLN_DESTINATION, topic)))).flat();
  return logs.map(({ topics, data }): Sent => {
    const event = decodeEventLog({ abi: dlnAbi, topics: topics as never, data });
    return event.eventName === 'SentOrderUnlock'
      ? { orderId: event.args.orderId, beneficiary: event.args.beneficiary, claim: 'claimUnlock' }
      : { orderId: event.args.orderId, beneficiary: event.args.cancelBeneficiary, claim: 'claimCancel' };
  });
};

/** Every word of a destination, that an order was filled or cancelled, which its origin has not heard yet. */
export const findMessages = (links: readonly ChainLink[]) => async (): Promise<readonly Job[]> => {
  const sent = (await Promise.all(links.map(sentFrom))).flat();
  if (sent.length === 0) return [];
  const jobs: Job[] = [];
  for (const origin of links) {
    const here = new Set((await createdOrders(origin)).map(({ orderId }) => orderId));
    for (const { orderId, beneficiary, claim } of sent.filter((one) => here.has(one.orderId))) {
      if ((await givenStatus(origin, orderId)) !== CREATED) continue;
      const data = encodeFunctionData({ abi: dlnAbi, functionName: claim, args: [orderId, beneficiary] });
      jobs.push({
        key: `${claim} ${orderId}`,
        chainId: origin.chain.chainId,
        send: sendPaying(CARRIER, { to: DLN_SOURCE as Address, data, value: 0n }),
      });
    }
  }
  return jobs;
};
