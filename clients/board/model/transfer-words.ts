import type { TransferJson } from '#schemas/api/transfer.ts';
import { stepInWords } from './step-words.ts';

type State = TransferJson['state'];
type Event = TransferJson['events'][number];

/** The stations, as they stand under a track. */
const STATES: Readonly<Record<State, string>> = {
  PENDING: 'Deposited',
  CONFIRMED: 'Confirmed',
  BRIDGING: 'Under way',
  COMPLETED: 'Arrived',
  FAILED: 'Expired',
  REFUNDED: 'Refunded',
};

export const stateInWords = (state: State): string => STATES[state];

const GOALS: Readonly<Record<State, string>> = {
  PENDING: 'the deposit',
  CONFIRMED: 'confirmation',
  BRIDGING: 'the bridge’s turn',
  COMPLETED: 'arrival',
  FAILED: 'expiry',
  REFUNDED: 'refund',
};

/** What is waited for, in a sentence like "… within 1 min". */
export const goalInWords = (state: State): string => GOALS[state];

/** Good, in motion, worth a look, or gone wrong; never told by colour alone. */
export type Mood = 'good' | 'moving' | 'warn' | 'bad';

/** How a transfer stands, in two words and a mood. */
export const standingOf = (transfer: TransferJson): { readonly words: string; readonly mood: Mood } => {
  const { state, stuck, seenOnChain, depositRemoved, actionNeeded } = transfer;
  if (state === 'COMPLETED') return { words: 'Arrived', mood: depositRemoved ? 'warn' : 'good' };
  if (state === 'REFUNDED') return { words: 'Refunded', mood: 'warn' };
  if (state === 'FAILED') return { words: 'Expired', mood: 'bad' };
  if (depositRemoved) return { words: 'Deposit taken back', mood: 'warn' };
  if (!seenOnChain) return { words: 'Not on chain yet', mood: 'warn' };
  if (actionNeeded !== undefined) return { words: `Yours to ${stepInWords(actionNeeded.kind)}`, mood: 'warn' };
  if (stuck) return { words: 'Stuck', mood: 'bad' };
  return { words: state === 'PENDING' ? 'Confirming' : STATES[state], mood: 'moving' };
};

const minuteOf = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;

/** What its user has to do, now or later; undefined when nothing more. `chainName` names a chain by its id. */
const userStory = ({ actionNeeded, userSteps }: TransferJson, chainName: (chainId: number) => string): string | undefined => {
  if (actionNeeded !== undefined) {
    const { kind, chainId, until } = actionNeeded;
    const end = until === undefined ? '' : ` That can be done until ${minuteOf(until)}.`;
    return `It goes on when its sender sends the transaction to ${stepInWords(kind)} it on ${chainName(chainId)}.${end}`;
  }
  const next = userSteps?.find(({ doneAt }) => doneAt === null);
  return next && `Its sender can ${stepInWords(next.kind)} it on ${chainName(next.chainId)} from ${minuteOf(next.readyAt)} on.`;
};

/** The whole of it in a sentence or two. `origin` and `destination` are chains' names. */
export const storyOf = (
  transfer: TransferJson,
  { origin, destination, chainName = String }: { origin: string; destination: string; chainName?: (chainId: number) => string },
): string => {
  const { state, failure, stuck, seenOnChain, depositRemoved, amountDelivered } = transfer;
  if (state === 'COMPLETED') {
    if (!depositRemoved) return `The money is on ${destination}.`;
    return `The money is on ${destination}, although a reorganisation of ${origin} has since taken the deposit away.`;
  }
  if (state === 'REFUNDED') return `The money went back to its sender${failure === null ? '' : ': nobody filled the deposit in time'}.`;
  if (state === 'FAILED') return 'Nobody filled the deposit before its deadline. The bridge gives the money back to its sender.';
  if (depositRemoved) return `A reorganisation of ${origin} took the deposit back. If it is mined again, this goes on.`;
  if (!seenOnChain) return `${origin} has not shown the deposit yet; it is being looked for.`;
  if (stuck) return `This takes longer than 99 of 100 transfers of its kind. Nothing has come on ${destination} so far.`;
  if (amountDelivered !== null) return `A part of the money is on ${destination}.`;
  const yours = state === 'PENDING' ? undefined : userStory(transfer, chainName);
  if (yours !== undefined) return yours;
  if (state === 'PENDING') return `The deposit is on ${origin} and gathers its confirmations.`;
  if (state === 'CONFIRMED') return `The deposit is final enough on ${origin}; the bridge is to take it up.`;
  return `The bridge has taken the deposit up and carries it to ${destination}.`;
};

const EVENTS: Readonly<Record<Event['kind'], string>> = {
  deposit: 'Deposit',
  fill: 'Fill',
  refund: 'Refund',
  queued: 'Queued for the bus',
  'message-sent': 'Message sent',
  'message-delivered': 'Message delivered',
  'slow-fill-requested': 'Slow fill asked for',
  'speed-up': 'Sped up by its sender',
  proven: 'Proven',
  claimed: 'Claimed',
  confirmed: 'Confirmed',
};

/** A newer server may know of more. */
export const eventInWords = (kind: Event['kind']): string => EVENTS[kind] ?? kind;
