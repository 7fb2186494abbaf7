import { concatHex, encodeAbiParameters, type Hex, keccak256, parseAbiParameters, slice, stringToHex, toHex } from 'viem';
import { privateKeyToAddress, sign } from 'viem/accounts';
import { type BurnMessage, readBurnMessage } from '#bridges/cctp/burn-message.ts';
import { chainOfDomain, FAST, STANDARD } from '#bridges/cctp/contracts.ts';
import { attestationSeconds, hasFast } from '#bridges/cctp/eta.ts';
import { isForwarded } from '#bridges/cctp/forward-hook.ts';
import { FAST_BPS, forwardFee } from './fee-schedule.ts';

/** Whose signature the transmitters take. Nobody else's key: it is made from words. */
const ATTESTER_KEY = keccak256(stringToHex('routebook simnet: cctp attester'));
export const ATTESTER = privateKeyToAddress(ATTESTER_KEY);

/** A message as it was sent. */
export interface SentMessage {
  readonly originChainId: number;
  readonly transactionHash: Hex;
  /** Which of the transaction's messages it is: its place in the block may change in a reorg, this does not. */
  readonly ordinal: number;
  readonly blockTimeMs: number;
  readonly message: Hex;
}

/** What the attester makes of it. */
export interface Attested {
  /** With nonce, finality and fee filled in. */
  readonly message: Hex;
  readonly nonce: Hex;
  readonly burn: BurnMessage;
  /** When the origin is final enough. */
  readonly readyAtMs: number;
  /** Why a fast burn has to wait for finality all the same. */
  readonly delayReason: 'insufficient_fee' | null;
  /** Whether Circle brings it: it was asked to, and is paid for it. */
  readonly forwarded: boolean;
  /** It was asked to and is not paid enough. */
  readonly underpaid: boolean;
}

const NONCE = parseAbiParameters('uint32, bytes32, uint256');
const feeOf = (amount: bigint, bps: number): bigint => (amount * BigInt(bps) + 9_999n) / 10_000n;

/** Decides on a message: the same whenever it is asked. Undefined for one that burns nothing, or goes nowhere that is known. */
export const attest = ({ originChainId, transactionHash, ordinal, blockTimeMs, message }: SentMessage): Attested | undefined => {
  const burn = readBurnMessage(message);
  const destinationChainId = burn === undefined ? undefined : chainOfDomain(burn.destinationDomain);
  if (burn === undefined || destinationChainId === undefined) return undefined;
  const nonce = keccak256(encodeAbiParameters(NONCE, [burn.sourceDomain, transactionHash, BigInt(ordinal)]));
  const forForwarding = BigInt(forwardFee(destinationChainId).medium);
  const asked = isForwarded(burn.hookData);
  const forwarded = asked && burn.maxFee >= forForwarding;
  const wantsFast = burn.minFinalityThreshold <= FAST && hasFast(originChainId);
  const fast = feeOf(burn.amount, FAST_BPS);
  const delayed = wantsFast && burn.maxFee < fast + (forwarded ? forForwarding : 0n);
  const finality = wantsFast && !delayed ? FAST : STANDARD;
  const fee = (finality === FAST ? fast : 0n) + (forwarded ? forForwarding : 0n);
  return {
    message: filledIn(message, { nonce, finality, fee }),
    nonce,
    burn: { ...burn, nonce, finalityThresholdExecuted: finality, feeExecuted: fee },
    readyAtMs: blockTimeMs + attestationSeconds(originChainId, finality).p50 * 1_000,
    delayReason: delayed ? 'insufficient_fee' : null,
    forwarded,
    underpaid: asked && !forwarded,
  };
};

const filledIn = (message: Hex, { nonce, finality, fee }: { nonce: Hex; finality: number; fee: bigint }): Hex =>
  concatHex([
    slice(message, 0, 12),
    nonce,
    slice(message, 44, 144),
    toHex(finality, { size: 4 }),
    slice(message, 148, 312),
    toHex(fee, { size: 32 }),
    slice(message, 344),
  ]);

/** The attestation: over the message's hash as it is, without a prefix. */
export const signed = (message: Hex): Promise<Hex> => sign({ hash: keccak256(message), privateKey: ATTESTER_KEY, to: 'hex' });
