import type { Bridge } from '../_kit/port.ts';
import { corridors } from './corridors.ts';
import { decode, decodeTogether, watches } from './events.ts';
import { manifest } from './manifest.ts';
import { quote } from './quote.ts';
import { reliedContracts } from './relied-contracts.ts';
import { explainRevert } from './reverts.ts';
import { stepTransaction } from './step-transaction.ts';
import { transaction } from './transaction.ts';
import { vitals } from './vitals.ts';

/** Arbitrum One's own bridge behind the port. It has no API: it is asked on chain. */
export const arbitrumBridge: Bridge = {
  manifest,
  quote,
  corridors,
  transaction,
  explainRevert,
  watches,
  decode,
  decodeTogether,
  vitals,
  stepTransaction,
  reliedContracts,
  reads: {},
};
