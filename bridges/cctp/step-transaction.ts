import { encodeFunctionData, type Hex, pad, zeroHash } from 'viem';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { StepFailure, StepRequest, StepTransaction } from '../_kit/to-sign.ts';
import { transmitterAbi } from './abi.ts';
import { askMessages } from './ask-messages.ts';
import { type BurnMessage, fingerprintOf, keyOf, party, readBurnMessage } from './burn-message.ts';
import { chainOfDomain, domainOf, MESSAGE_TRANSMITTER, TOKEN_MESSENGER } from './contracts.ts';
import { RECEIVE_GAS } from './quote.ts';
import type { IrisMessage } from './schemas.ts';
import { toldBy } from './told-by.ts';

/**
 * The claim: receiveMessage with what Circle signed. Signed is a message, and it must be this burn's: its bytes give the transfer's own key, which
 * is made of tokens, amounts and parties. Whether the signature is Circle's the contract says when the claim is tried out.
 */
export const stepTransaction = async (
  context: BridgeContext,
  { step, transferKey, originChainId, originTransaction, sender }: StepRequest,
): Promise<Result<StepTransaction, StepFailure>> => {
  const source = domainOf(originChainId);
  if (step !== 'claim' || source === undefined)
    return err({ code: 'STEP_NOT_BUILT', detail: `a burn of CCTP is claimed; it has no ${step}` });
  const asked = await askMessages(context, source, `transactionHash=${encodeURIComponent(originTransaction)}`);
  if (!asked.ok) return asked;
  const found = ofTransfer(asked.value, { transferKey, originChainId });
  if (!found.ok) return found;
  const { message, burn, attestation } = found.value;
  const odd = oddity(burn);
  if (odd !== undefined) return fail('MALFORMED_ANSWER', `/v2/messages: ${odd}`);
  const chainId = chainOfDomain(burn.destinationDomain);
  if (chainId === undefined) {
    return err({ code: 'STEP_NOT_BUILT', detail: `the money goes to domain ${burn.destinationDomain}, which is none of the chains here` });
  }
  if (burn.destinationCaller !== zeroHash && burn.destinationCaller !== pad(sender.toLowerCase() as Hex)) {
    return err({ code: 'WRONG_SENDER', detail: `the burn lets ${party(burn.destinationCaller)} alone bring its message` });
  }
  const data = encodeFunctionData({ abi: transmitterAbi, functionName: 'receiveMessage', args: [message, attestation] });
  return ok({ chainId, to: MESSAGE_TRANSMITTER, data, value: 0n, usualGas: RECEIVE_GAS });
};

interface Signed {
  readonly message: Hex;
  readonly attestation: Hex;
  readonly burn: BurnMessage;
}

/** One transaction may burn several times, and of each the API tells apart from the others. */
const ofTransfer = (
  messages: readonly IrisMessage[],
  { transferKey, originChainId }: Pick<StepRequest, 'transferKey' | 'originChainId'>,
): Result<Signed, StepFailure> => {
  const isOurs = (of: Parameters<typeof fingerprintOf>[0]) => keyOf(originChainId, fingerprintOf(of)).transferKey === transferKey;
  let strangers = 0;
  let delay = '';
  for (const one of messages) {
    const message = (one.message ?? '').toLowerCase() as Hex;
    const burn = readBurnMessage(message);
    const signed = one.status === 'complete' && /^0x(?:[0-9a-fA-F]{2}){65,}$/.test(one.attestation ?? '');
    if (burn !== undefined && signed && isOurs({ ...burn, body: burn })) {
      return ok({ message, attestation: one.attestation as Hex, burn });
    }
    const told = toldBy(one);
    if (typeof told === 'object' && !isOurs(told)) strangers += 1;
    else if (one.delayReason != null) delay = `: ${one.delayReason}`;
  }
  if (messages.length > 0 && strangers === messages.length) {
    return fail('MALFORMED_ANSWER', 'none of the messages that Circle has of the transaction is this burn’s');
  }
  const detail = messages.length === 0 ? 'Circle has not seen the burn yet' : `Circle has not signed the burn yet${delay}`;
  return err({ code: 'STEP_NOT_READY', detail, readyAtMs: null });
};

const MESSENGER = pad(TOKEN_MESSENGER.toLowerCase() as Hex);

/** What of a message its key does not cover and must not be otherwise. */
const oddity = ({ sender, recipient, amount, feeExecuted, maxFee }: BurnMessage): string | undefined => {
  if (sender !== MESSENGER || recipient !== MESSENGER) return `a message from ${sender} to ${recipient}, which are not CCTP’s messengers`;
  return feeExecuted > maxFee || feeExecuted >= amount ? `a fee of ${feeExecuted}` : undefined;
};
