import { type Address, encodeFunctionData, type Hex, toHex } from 'viem';
import { transmitterAbi } from '#bridges/cctp/abi.ts';
import { chainOfDomain, MESSAGE_TRANSMITTER } from '#bridges/cctp/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { type Job, sendCalls } from '../../relayers/relay-loop.ts';
import { type Attested, attest, signed } from './attester.ts';
import { RECEIVED, sentMessages, transmitterLogs } from './sent-messages.ts';

/** Account 15 of anvil's default mnemonic: Circle's forwarder. */
const FORWARDER: Address = '0xcd3B766CCDd6AE721141F452C550Ca635964ce71';
const COINS = toHex(10n ** 24n);

export const endowForwarder = async (link: ChainLink): Promise<void> => {
  await link.rpc.call('anvil_setBalance', [FORWARDER, COINS]);
};

/** What brings a message to its chain; anybody may send it. */
export const receiveCall = async (message: Hex): Promise<{ readonly to: Address; readonly data: Hex }> => ({
  to: MESSAGE_TRANSMITTER as Address,
  data: encodeFunctionData({ abi: transmitterAbi, functionName: 'receiveMessage', args: [message, await signed(message)] }),
});

/** Every message that asks to be forwarded, is attested by now and has not been received. */
export const findForwards =
  (links: readonly ChainLink[]) =>
  async (nowMs: number): Promise<readonly Job[]> => {
    const sent = (await Promise.all(links.map(sentMessages))).flat();
    const due = sent.flatMap((message) => attest(message) ?? []).filter(({ forwarded, readyAtMs }) => forwarded && readyAtMs <= nowMs);
    const jobs: Job[] = [];
    for (const destination of links) {
      const { chainId } = destination.chain;
      const bound = due.filter(({ burn }) => chainOfDomain(burn.destinationDomain) === chainId);
      if (bound.length === 0) continue;
      const received = new Set((await transmitterLogs(destination, [RECEIVED])).map(({ topics }) => topics[2]));
      jobs.push(...bound.filter(({ nonce }) => !received.has(nonce)).map((one) => jobOf(one, chainId)));
    }
    return jobs;
  };

const jobOf = ({ nonce, message }: Attested, chainId: number): Job => ({
  key: nonce,
  chainId,
  send: async (link) => sendCalls(FORWARDER, [await receiveCall(message)])(link),
});
