import type { Bridge } from '../_kit/port.ts';
import { corridors } from '../_stargate/corridors.ts';
import { createQuote } from '../_stargate/quote.ts';
import { reliedContracts } from '../_stargate/relied-contracts.ts';
import { explainRevert } from '../_stargate/reverts.ts';
import { createTransaction } from '../_stargate/transaction.ts';
import { vitals } from '../_stargate/vitals.ts';
import { bus } from './bus.ts';
import { decode, decodeTogether, watches } from './events.ts';
import { manifest } from './manifest.ts';

/** Stargate V2 by bus, behind the port. LayerZero Scan knows buses and not their passengers, so there is no `status`. */
export const stargateBus: Bridge = {
  manifest,
  quote: createQuote(bus),
  corridors,
  transaction: createTransaction(bus),
  explainRevert,
  watches,
  decode,
  decodeTogether,
  vitals,
  reliedContracts,
  reads: {},
};
