import type { Bridge } from '../_kit/port.ts';
import { corridors } from './corridors.ts';
import { decode, watches } from './events.ts';
import { manifest } from './manifest.ts';
import { quote } from './quote.ts';
import { reads } from './reads.ts';
import { explainRevert } from './reverts.ts';
import { transaction } from './transaction.ts';

/** New Bridge behind the port. */
export const newBridge: Bridge = { manifest, quote, corridors, transaction, explainRevert, watches, decode, reads };
