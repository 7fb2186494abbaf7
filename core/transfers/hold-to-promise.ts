import type { Promised, Transfer } from '../domain/transfer.ts';
import { accuracyBps } from './accuracy.ts';
import { awaitUser } from './await-user.ts';
import type { Deposit, IssuedQuote } from './issued-quote.ts';

/** A transfer as what finds the promise behind it; undefined while its deposit is not on chain, or tells too little. */
export const depositOf = (transfer: Transfer): Deposit | undefined => {
  const { bridge, seenOnChain, from, to, sender, recipient, amountIn, amountQuoted, startedAtMs } = transfer;
  if (!seenOnChain || from === null || to === null || sender === null || amountIn === null) return undefined;
  return { bridge, from, to, sender, recipient, amountSent: amountIn, amountOut: amountQuoted, depositedAtMs: startedAtMs };
};

/** What of an issued quote a transfer is held to. */
export const promisedBy = ({ routeId, amountOut, minAmountOut, etaSeconds, userSteps, issuedAtMs }: IssuedQuote): Promised => ({
  routeId,
  amountOut,
  minAmountOut,
  etaSeconds,
  ...(userSteps === undefined ? {} : { userSteps }),
  issuedAtMs,
});

/**
 * The transfer with what was promised for it, and once all of its money has arrived, with how well the promise was kept.
 * Steps of its user that were announced with the promise stand at the times that were told then: they were asked of the chain itself.
 */
export const holdToPromise = (transfer: Transfer, promised: Promised | null, nowMs: number): Transfer => {
  const { state, amountDelivered, secondsTaken } = transfer;
  const isDelivered = state === 'COMPLETED' && secondsTaken !== null && amountDelivered !== null;
  const held = {
    ...transfer,
    promised,
    accuracyBps: promised !== null && isDelivered ? accuracyBps(amountDelivered, promised.amountOut) : null,
  };
  return promised?.userSteps === undefined ? held : awaitUser(held, promised.userSteps, nowMs);
};
