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

/** Socket’s routes, once Bungee’s, behind the port: a second meta-venue, read down to the deposit that it would make. */
export const bungee: Bridge = { manifest, quote, corridors, transaction, explainRevert, watches, decode, reliedContracts, status, reads };
