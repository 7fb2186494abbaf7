import type { Bridge } from '../_kit/port.ts';
import { corridors } from '../_stargate/corridors.ts';
import { createQuote } from '../_stargate/quote.ts';
import { reliedContracts } from '../_stargate/relied-contracts.ts';
import { explainRevert } from '../_stargate/reverts.ts';
import { createTransaction } from '../_stargate/transaction.ts';
import { vitals } from '../_stargate/vitals.ts';
import { decode, decodeTogether, watches } from './events.ts';
import { manifest } from './manifest.ts';
import { reads } from './reads.ts';
import { status } from './status.ts';
import { taxi } from './taxi.ts';

/** Stargate V2 by taxi, behind the port. */
export const stargate: Bridge = {
  manifest,
  quote: createQuote(taxi),
  corridors,
  transaction: createTransaction(taxi),
  explainRevert,
  watches,
  decode,
  decodeTogether,
  vitals,
  reliedContracts,
  status,
  reads,
};
