import type { RecordedRead } from '../_kit/port.ts';
import { quote } from './quote.ts';

/** By endpoint: `quote` reads the files of `fixtures/` whose name begins with it. */
export const reads: Readonly<Record<string, RecordedRead>> = { quote: { gives: 'quote', read: quote } };
