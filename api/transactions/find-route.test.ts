import { expect, test } from 'vitest';
import { BOOK_KEY, bookJson } from '#test/support/arbitrary-book.ts';
import type { BookCache } from '../books/book-cache.ts';
import { heldBook } from '../books/held-book.ts';
import { findRoute } from './find-route.ts';

test('a route that is gone is told with its own bridge’s reason, not with that of one whose name begins its name', async () => {
  const excluded = ['stargate', 'stargate-bus'].map((bridge) => ({ bridge, reason: 'EXPIRED', detail: `of ${bridge}` }));
  const json = bookJson({ routes: [], excluded, pending: [], volatility: 0 }, 1);
  const books = { get: async () => heldBook(Buffer.from(''), json) } as unknown as BookCache;
  const routes = { note: () => {}, find: async () => BOOK_KEY };
  for (const bridge of ['stargate', 'stargate-bus']) {
    const found = await findRoute({ routes, books }, `${bridge}-05r4lymathdbd`, 0);
    expect(found).toMatchObject({ error: { code: 'ROUTE_EXPIRED', detail: expect.stringContaining(`(EXPIRED: of ${bridge})`) } });
  }
});
