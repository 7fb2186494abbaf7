import type { Bridge } from '../_kit/port.ts';
import { corridors } from './corridors.ts';
import { decodeTogether } from './decode-together.ts';
import { decode, watches } from './events.ts';
import { manifest } from './manifest.ts';
import { quote } from './quote.ts';
import { reads } from './reads.ts';
import { reliedContracts } from './relied-contracts.ts';
import { explainRevert } from './reverts.ts';
import { status } from './status.ts';
import { transaction } from './transaction.ts';

/** Hop behind the port. Its contracts have no flag that pauses; what bonders have left comes with each quote. */
export const hop: Bridge = {
  manifest,
  quote,
  corridors,
  transaction,
  explainRevert,
  watches,
  decode,
  decodeTogether,
  reliedContracts,
  status,
  reads,
};
