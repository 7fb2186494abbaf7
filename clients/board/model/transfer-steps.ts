import type { TransferJson } from '#schemas/api/transfer.ts';

type State = TransferJson['state'];

/**
 * One station on a transfer's way. `reached`: it was entered. `awaited`: it comes next. `ahead`: later. `passed`: the transfer went on
 * without it. `undone`: it was reached and a reorg took it back. `bad`: the money did not arrive.
 */
export interface Step {
  readonly state: State;
  readonly standing: 'reached' | 'awaited' | 'ahead' | 'passed' | 'undone' | 'bad';
  /** Block time, RFC 3339; undefined when it was never entered. */
  readonly at: string | undefined;
}

/** Where the way ends: at the recipient, or back at the sender. */
const endOf = ({ state, enteredAt }: TransferJson): readonly State[] => {
  if (state !== 'FAILED' && state !== 'REFUNDED') return ['COMPLETED'];
  return state !== 'FAILED' && enteredAt.FAILED === undefined ? ['REFUNDED'] : ['FAILED', 'REFUNDED'];
};

/** The stations of a transfer, in order, each with where it stands now. */
export const stepsOf = (transfer: TransferJson): readonly Step[] => {
  const { state, enteredAt, seenOnChain } = transfer;
  const end = endOf(transfer);
  const isHome = end[0] !== 'COMPLETED';
  // A way that ended at home shows the middle only where it was walked.
  const middle = (['CONFIRMED', 'BRIDGING'] as const).filter((one) => !isHome || enteredAt[one] !== undefined);
  const states: readonly State[] = ['PENDING', ...middle, ...end];
  const present = states.indexOf(state);
  return states.map((one, index) => {
    const at = enteredAt[one];
    if (one === 'PENDING' && !seenOnChain) return { state: one, standing: transfer.depositRemoved ? 'undone' : 'awaited', at };
    if (one === 'FAILED') return { state: one, standing: 'bad', at };
    if (index <= present) return { state: one, standing: at === undefined ? 'passed' : 'reached', at };
    return { state: one, standing: index === present + 1 && seenOnChain ? 'awaited' : 'ahead', at: undefined };
  });
};

/** No more is expected of it. */
export const isOver = ({ state }: Pick<TransferJson, 'state'>): boolean => state === 'COMPLETED' || state === 'REFUNDED';

/**
 * Which transfers a short list shows: those under way before those that are over, and of each the newest; first to last by their
 * deposits' times, so that a row stays where it is when its transfer ends.
 */
export const shortListOf = (transfers: readonly TransferJson[], places: number): readonly TransferJson[] => {
  const chosen = new Set([...transfers.filter((one) => !isOver(one)), ...transfers.filter(isOver)].slice(0, places));
  return transfers.filter((one) => chosen.has(one));
};
