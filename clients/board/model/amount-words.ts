import type { AmountFault } from './read-amount.ts';

interface Asked {
  readonly text: string;
  readonly decimals: number;
}

const FAULTS: Readonly<Record<AmountFault, (asked: Asked) => string>> = {
  none: ({ decimals }) => `Above zero, at most ${decimals} decimals`,
  commas: () => 'Write it as 1234.5 or 1,234.5',
  // A fourth digit settles it.
  either: ({ text }) => `Unclear: write ${text.replace(',', '')} or ${text}0`,
};

/** Why what was typed is no amount, and what to write. */
export const amountFaultInWords = (fault: AmountFault, asked: Asked): string => FAULTS[fault](asked);
