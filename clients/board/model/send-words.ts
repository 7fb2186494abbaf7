import type { FeedProblem } from '#sdk/feed-protocol.ts';
import type { NodeFault } from '../wallet/chain-node.ts';

/** What went wrong, in a sentence or two, and which way leads on. */
export interface SendFault {
  readonly says: string;
  /** `again`: ask for the transaction anew. `wallet`: take another one. `book`: go back and take another route or amount. */
  readonly wayOut: 'again' | 'wallet' | 'book';
}

/** Where the sending happens; for words alone. */
export interface SendPlace {
  readonly chain: string;
  readonly symbol: string;
  readonly nativeSymbol: string;
}

const OF_API: Readonly<Record<string, (place: SendPlace) => SendFault>> = {
  INSUFFICIENT_BALANCE: ({ chain, symbol, nativeSymbol }) => ({
    says: `This wallet holds too little ${symbol === nativeSymbol ? symbol : `${symbol} or ${nativeSymbol}`} on ${chain}. Take another one, or send less.`,
    wayOut: 'wallet',
  }),
  ROUTE_EXPIRED: () => ({ says: 'This route is gone from the book. Go back and take one that is there.', wayOut: 'book' }),
  UNKNOWN_ROUTE: () => ({ says: 'The API does not know this route any more. Go back and take one that is there.', wayOut: 'book' }),
  QUOTE_MOVED: () => ({
    says: 'The quote has moved: it now delivers less than was shown. Ask anew and look at it again.',
    wayOut: 'again',
  }),
  OUTSIDE_LIMITS: () => ({ says: 'The bridge does not carry this amount now. Go back and take another route or amount.', wayOut: 'book' }),
  BRIDGE_PAUSED: () => ({ says: 'The bridge takes no transfers now. Go back and take another route.', wayOut: 'book' }),
  BRIDGE_UNREACHABLE: () => ({ says: 'The bridge does not answer. Ask again in a few seconds.', wayOut: 'again' }),
  CHAIN_UNREACHABLE: ({ chain }) => ({ says: `The API cannot reach ${chain}. Ask again in a few seconds.`, wayOut: 'again' }),
  NOT_READY: () => ({ says: 'The API is not ready for this yet. Ask again in a few seconds.', wayOut: 'again' }),
  UNREACHABLE: () => ({ says: 'The API does not answer. Nothing was signed; ask again.', wayOut: 'again' }),
  TIMEOUT: () => ({ says: 'The API took too long to answer. Nothing was signed; ask again.', wayOut: 'again' }),
};

/** Why the API built nothing to sign. What is not known here is told in the API's own words, which name the way out too. */
export const faultOfApi = ({ code, detail }: FeedProblem, place: SendPlace): SendFault =>
  OF_API[code]?.(place) ?? { says: `The API refuses: ${detail}`, wayOut: 'again' };

/** Why the chain's node took nothing. */
export const faultOfNode = (fault: NodeFault, { chain, nativeSymbol }: SendPlace, url: string): SendFault => {
  if (fault.kind === 'down') {
    const says = `The node of ${chain} does not answer at ${url}. The simnet’s nodes are reached from its own machine alone; see whether it runs, then ask again.`;
    return { says, wayOut: 'again' };
  }
  if (/insufficient funds/i.test(fault.message)) {
    return { says: `This wallet holds too little ${nativeSymbol} on ${chain} to pay for this. Take another one.`, wayOut: 'wallet' };
  }
  if (/nonce/i.test(fault.message)) {
    return {
      says: 'This wallet has sent something else meanwhile, so what was signed does not fit any more. Ask anew and sign again.',
      wayOut: 'again',
    };
  }
  return { says: `${chain} did not take the transaction: ${fault.message}. Ask anew and sign again.`, wayOut: 'again' };
};
