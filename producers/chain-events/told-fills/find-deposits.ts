import { checksumAddress } from '#core/domain/address.ts';
import { chooseHead } from '../node-pool.ts';
import type { AwaitedDeposit } from './awaited-deposits.ts';
import { type FoundPayment, paidEvent } from './paid-event.ts';
import { readPayment } from './read-payment.ts';
import { CLOCKS_MS, createTransferSearch, type SearchDeps } from './search-transfers.ts';

/** Transactions read in one look at a chain; the others wait for the next. */
const READ_AT_ONCE = 10;

/**
 * Finds on one chain the plain transfers that were promised. A token's log, a vendor's word and a hash that somebody waits for only say where to look: what is
 * told was read there, the exact amount of the promised token to the promised address, in a block that the watcher has read. Whoever paid it, it is
 * credited to the sender of the promise, who would get it back.
 */
export const createDepositFinder = (deps: SearchDeps) => {
  const { chainId, awaited, state, pool, reader } = deps;

  const tell = ({ transferKey, promise, asset, address }: AwaitedDeposit, found: FoundPayment): Promise<boolean> => {
    const { amount, payer } = found.payment;
    const fields = {
      inputToken: asset.address,
      inputAmount: String(amount),
      depositor: promise.sender,
      depositId: promise.request?.transferId ?? '',
      originChainId: String(chainId),
      depositAddress: address,
      payer: checksumAddress(payer) ?? payer,
    };
    const deposit = paidEvent(found, { chainId, transferKey, bridge: promise.bridge, kind: 'deposit', fields });
    return state.tellBeside(found.header, [deposit]);
  };

  /** Whether one transaction made a deposit; undefined while nobody can say. */
  const look = async (deposit: AwaitedDeposit, hash: string, signal: AbortSignal): Promise<boolean | undefined> => {
    const node = chooseHead(await pool.heads(signal))?.node;
    if (node === undefined) return undefined;
    const answer = await node.paid(hash, signal);
    pool.note(node, answer);
    const paid = answer.kind === 'ok' ? answer.value : undefined;
    if (paid === undefined || state.next === undefined || paid.blockNumber >= state.next) return undefined;
    const { asset, address, promise } = deposit;
    const terms = { token: asset.address, recipient: address, atLeast: promise.amountSent, notFrom: [address] };
    const taken = (paymentId: string) => awaited.isTaken(paymentId, deposit.transferKey);
    const payment = readPayment(paid, terms, { chainId, rise: undefined, taken });
    if (payment.kind !== 'paid' || payment.amount !== promise.amountSent) return false;
    const headers = await reader.headers(node, [paid.blockNumber], signal);
    const [header] = headers.kind === 'ok' ? headers.value : [];
    if (header?.hash !== paid.blockHash) return undefined;
    if (header.timeMs + CLOCKS_MS < promise.issuedAtMs) return false;
    return (await tell(deposit, { payment, paid, header })) ? true : undefined;
  };

  const search = createTransferSearch(deps);

  return {
    /** One look for tokens that came in, at what is named, and at what people wait for. */
    serve: async (waitedFor: readonly string[], signal: AbortSignal): Promise<void> => {
      await search(signal);
      let left = READ_AT_ONCE;
      for (const deposit of awaited.on(chainId)) {
        for (const hash of awaited.toTry(deposit, waitedFor)) {
          if (left === 0) return;
          left -= 1;
          const made = await look(deposit, hash, signal);
          if (made === false) awaited.tried(deposit, hash);
          if (made === true) break;
        }
      }
    },
  };
};
