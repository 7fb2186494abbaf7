import { type Hex, pad, toEventSelector } from 'viem';
import { getAbiItem } from 'viem/utils';
import { stepsField } from '#core/domain/user-step.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { messengerAbi, transmitterAbi } from './abi.ts';
import { fingerprintOf, keyOf, party, readBurnBody } from './burn-message.ts';
import { chainOfDomain, domainOf, MESSAGE_TRANSMITTER, TOKEN_MESSENGER, usdcOn } from './contracts.ts';
import { claimAhead } from './eta.ts';
import { isForwarded } from './forward-hook.ts';

/** Burns on the origin, mints on the destination. MintAndWithdraw is not read: it does not say where the money comes from. */
const BURN_TOPIC = toEventSelector(getAbiItem({ abi: messengerAbi, name: 'DepositForBurn' }));
const MINT_TOPIC = toEventSelector(getAbiItem({ abi: transmitterAbi, name: 'MessageReceived' }));

export const watches = (chainId: number): readonly WatchedContract[] =>
  domainOf(chainId) === undefined
    ? []
    : [
        { address: TOKEN_MESSENGER, topics: [BURN_TOPIC] },
        { address: MESSAGE_TRANSMITTER, topics: [MINT_TOPIC] },
      ];

const chainField = (name: string, chainId: number | undefined): Record<string, bigint> =>
  chainId === undefined ? {} : { [name]: BigInt(chainId) };

const usdcField = (name: string, chainId: number | undefined): Record<string, string> => {
  const usdc = chainId === undefined ? undefined : usdcOn(chainId);
  return usdc === undefined ? {} : { [name]: usdc.address };
};

/** Reads one log of the two contracts, on a chain that has a domain. */
export const decode = (log: RawLog): BridgeEvent | undefined => {
  const domain = domainOf(log.chainId);
  if (domain === undefined) return undefined;
  const at = log.address.toLowerCase();
  if (at === TOKEN_MESSENGER.toLowerCase()) return decodeBurn(log, domain);
  return at === MESSAGE_TRANSMITTER.toLowerCase() ? decodeMint(log, domain) : undefined;
};

/** Of bytes that are no uint32 the decoder makes a larger number. */
const isDomain = (value: number): boolean => value <= 0xffff_ffff;

const decodeBurn = (log: RawLog, sourceDomain: number): BridgeEvent | undefined => {
  const event = decodeLog(messengerAbi, log);
  if (event === undefined || !isDomain(event.args.destinationDomain)) return undefined;
  const { burnToken, amount, depositor, mintRecipient, destinationDomain, maxFee, minFinalityThreshold, hookData } = event.args;
  const body = { burnToken: pad(burnToken), mintRecipient, amount, messageSender: pad(depositor), maxFee, hookData };
  const fingerprint = fingerprintOf({ sourceDomain, destinationDomain, body });
  const destinationChainId = chainOfDomain(destinationDomain);
  return {
    kind: 'deposit',
    ...keyOf(log.chainId, fingerprint),
    fields: {
      // A message carries the money: it is under way as soon as the burn is confirmed.
      guid: fingerprint,
      originChainId: BigInt(log.chainId),
      ...chainField('destinationChainId', destinationChainId),
      destinationDomain: BigInt(destinationDomain),
      inputToken: burnToken,
      ...usdcField('outputToken', destinationChainId),
      inputAmount: amount,
      // What the burn itself makes sure of; Circle usually takes less than it may.
      outputAmount: maxFee < amount ? amount - maxFee : 0n,
      maxFee,
      depositor,
      recipient: party(mintRecipient),
      minFinalityThreshold: BigInt(minFinalityThreshold),
      hookData,
      ...claimField({ originChainId: log.chainId, destinationChainId, minFinality: minFinalityThreshold, hookData }),
    },
  };
};

/** Whoever burnt without asking Circle to forward has to see to the mint. */
const claimField = (of: {
  readonly originChainId: number;
  readonly destinationChainId: number | undefined;
  readonly minFinality: number;
  readonly hookData: Hex;
}): Record<string, string> => {
  const { originChainId, destinationChainId, minFinality, hookData } = of;
  if (destinationChainId === undefined || isForwarded(hookData)) return {};
  return { userSteps: stepsField([claimAhead({ originChainId, destinationChainId, minFinality })]) };
};

const MESSENGER_AS_SENDER: Hex = pad(TOKEN_MESSENGER as Hex);

/** Messages of other senders carry no money of CCTP's. */
const decodeMint = (log: RawLog, destinationDomain: number): BridgeEvent | undefined => {
  const event = decodeLog(transmitterAbi, log);
  if (event?.eventName !== 'MessageReceived' || !isDomain(event.args.sourceDomain)) return undefined;
  const { caller, sourceDomain, nonce, sender, finalityThresholdExecuted, messageBody } = event.args;
  const body = readBurnBody(messageBody);
  const originChainId = chainOfDomain(sourceDomain);
  // Of other domains the messengers are not known, and no transfer of theirs could be named.
  if (body === undefined || (originChainId !== undefined && sender.toLowerCase() !== MESSENGER_AS_SENDER.toLowerCase())) return undefined;
  return {
    kind: 'fill',
    ...keyOf(originChainId, fingerprintOf({ sourceDomain, destinationDomain, body })),
    fields: {
      nonce,
      ...chainField('originChainId', originChainId),
      originDomain: BigInt(sourceDomain),
      destinationChainId: BigInt(log.chainId),
      inputToken: party(body.burnToken),
      ...usdcField('outputToken', log.chainId),
      inputAmount: body.amount,
      depositor: party(body.messageSender),
      recipient: party(body.mintRecipient),
      deliveredTo: party(body.mintRecipient),
      deliveredAmount: body.feeExecuted < body.amount ? body.amount - body.feeExecuted : 0n,
      feeExecuted: body.feeExecuted,
      finalityThresholdExecuted: BigInt(finalityThresholdExecuted),
      relayer: caller,
    },
  };
};
