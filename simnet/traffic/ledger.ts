import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A transfer as its sender knows it. Amounts are base units as decimal strings. */
export interface SentTransfer {
  readonly kind: 'sent';
  readonly id: number;
  readonly bridge: 'across' | 'stargate' | 'stargate-bus';
  readonly originChainId: number;
  readonly destinationChainId: number;
  /** An account that nobody else uses: what it holds at the destination is what arrived, at the origin what was refunded. */
  readonly recipient: string;
  readonly symbol: string;
  readonly amountIn: string;
  readonly amountQuoted: string;
  readonly originTransaction: string;
  /** Nobody may fill it before its deadline. */
  readonly expires: boolean;
  /** Epoch ms. */
  readonly atMs: number;
}

/** What the recipient's own balance says. */
interface SettledTransfer {
  readonly kind: 'arrived' | 'refunded';
  readonly id: number;
  readonly amount: string;
  readonly atMs: number;
}

export type LedgerEntry = SentTransfer | SettledTransfer;

export interface Ledger {
  write(entry: LedgerEntry): Promise<void>;
}

/** One JSON object a line, in the order things happened. Nothing of Routebook reads or writes it: it is what tests compare with. */
export const openLedger = async (file: string): Promise<Ledger> => {
  await mkdir(dirname(file), { recursive: true });
  let last = Promise.resolve();
  return {
    write: (entry) => {
      last = last.then(() => appendFile(file, `${JSON.stringify(entry)}\n`));
      return last;
    },
  };
};

/** Everything in a ledger; empty when there is none. */
export const readLedger = async (file: string): Promise<readonly LedgerEntry[]> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerEntry);
};
