import type { Bridge } from '../_kit/port.ts';
import { corridors } from './corridors.ts';
import { decode, watches } from './events.ts';
import { manifest } from './manifest.ts';
import { quote } from './quote.ts';
import { reads } from './reads.ts';
import { reliedContracts } from './relied-contracts.ts';
import { explainRevert } from './reverts.ts';
import { status } from './status.ts';
import { stepTransaction } from './step-transaction.ts';
import { transaction } from './transaction.ts';
import { vitals } from './vitals.ts';

/** Circle's CCTP V2 behind the port. */
export const cctp: Bridge = {
  manifest,
  quote,
  corridors,
  transaction,
  explainRevert,
  watches,
  decode,
  vitals,
  reliedContracts,
  status,
  stepTransaction,
  reads,
};
