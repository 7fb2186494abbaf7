import type { Bridge } from '../_kit/port.ts';
import { corridors } from './corridors.ts';
import { decode, watches } from './events.ts';
import { manifest } from './manifest.ts';
import { quote } from './quote.ts';
import { reads } from './reads.ts';
import { reliedContracts } from './relied-contracts.ts';
import { explainRevert } from './reverts.ts';
import { status } from './status.ts';
import { transaction } from './transaction.ts';

/** LI.FI behind the port: a meta-venue, to compare the book with an aggregator's own pick. */
export const lifi: Bridge = { manifest, quote, corridors, transaction, explainRevert, watches, decode, reliedContracts, status, reads };
