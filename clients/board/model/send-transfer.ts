import { err, ok, type Result } from '#core/result.ts';
import type { TransactionJson, UnsignedTransactionJson } from '#schemas/api/transaction.ts';
import type { ChainNode, NodeFault } from '../wallet/chain-node.ts';
import type { SimnetWallet } from '../wallet/simnet-wallets.ts';
import { faultOfNode, type SendFault, type SendPlace } from './send-words.ts';
import { agreedLeast } from './signing-facts.ts';

/** What happens now; the dialog says it. */
export type SendStep = 'approving' | 'asking-anew' | 'depositing';

export interface Sending {
  /** What the reader saw and agreed to. */
  readonly built: TransactionJson;
  readonly wallet: SimnetWallet;
  readonly node: ChainNode;
  readonly place: SendPlace;
  /** The same transaction as it would be built now. */
  readonly buildAnew: () => Promise<Result<TransactionJson, SendFault>>;
  readonly onStep: (step: SendStep) => void;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
}

const POLL_MS = 250;
/** Fifteen of the simnet's slowest blocks. */
const MINED_WITHIN_MS = 60_000;

const REVERTED = 'turned the transaction down when it was mined. No money has moved but the fee; ask anew and sign again.';

/** What nodes say of a transaction that they hold. */
const KNOWN = /already (known|imported)/i;

/** A node that did not answer may have taken the transaction; sending the same bytes again does no harm. */
const handOver = async (node: ChainNode, bytes: string): Promise<NodeFault | undefined> => {
  const first = await node.send(bytes);
  const sent = !first.ok && first.error.kind === 'down' ? await node.send(bytes) : first;
  if (sent.ok || (sent.error.kind === 'refused' && KNOWN.test(sent.error.message))) return undefined;
  return sent.error;
};

/** Signs, sends, and waits for the block. Gives the hash also when no block came in time: it may still. */
const mine = async (
  sending: Sending,
  transaction: UnsignedTransactionJson,
): Promise<Result<{ hash: string; isMined: boolean }, SendFault>> => {
  const { wallet, node, place, sleep, now } = sending;
  const bytes = await wallet.sign(transaction);
  // Known before anything is sent: an answer that is lost must not lose the way to the transfer.
  const named = await node.hashOf(bytes);
  if (!named.ok) return err(faultOfNode(named.error, place, node.url));
  const hash = named.value;
  const fault = await handOver(node, bytes);
  if (fault !== undefined) return err(faultOfNode(fault, place, node.url));
  const untilMs = now() + MINED_WITHIN_MS;
  while (now() < untilMs) {
    const receipt = await node.receipt(hash);
    // A node that is away for a moment has the transaction all the same.
    if (receipt.ok && receipt.value !== undefined) {
      if (!receipt.value.succeeded) return err({ says: `${place.chain} ${REVERTED}`, wayOut: 'again' });
      return ok({ hash, isMined: true });
    }
    await sleep(POLL_MS);
  }
  return ok({ hash, isMined: false });
};

/**
 * The approval, where there is one, then the deposit; gives the deposit's hash. After an approval the transaction is built anew, because blocks
 * have passed; it goes on only if it still delivers the least that the reader agreed to.
 */
export const sendTransfer = async (sending: Sending): Promise<Result<string, SendFault>> => {
  const { built, place, buildAnew, onStep } = sending;
  let { deposit } = built;
  if (built.approval !== undefined) {
    onStep('approving');
    const approved = await mine(sending, built.approval);
    if (!approved.ok) return approved;
    if (!approved.value.isMined)
      return err({
        says: `${place.chain} has not mined the approval within a minute. See whether it makes blocks, then ask again.`,
        wayOut: 'again',
      });
    onStep('asking-anew');
    const anew = await buildAnew();
    if (!anew.ok) return anew;
    if (BigInt(anew.value.minAmountOut) < agreedLeast(built)) {
      return err({
        says: 'The quote moved while the approval was mined: it now delivers less than you agreed to. Look at it again.',
        wayOut: 'again',
      });
    }
    deposit = anew.value.deposit;
  }
  onStep('depositing');
  const deposited = await mine(sending, deposit);
  return deposited.ok ? ok(deposited.value.hash) : deposited;
};
