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

/** Polygon PoS's own bridge behind the port. It is asked on chain; an API proves burns. */
export const polygonBridge: Bridge = {
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
