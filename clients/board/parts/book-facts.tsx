import type { BookView } from '#sdk/book-view.ts';

const STATUS: Readonly<Record<BookView['status'], string>> = {
  waiting: 'waiting for the first book',
  live: 'equal to the server’s, checksum verified',
  stale: 'old: not the server’s any more',
  refused: 'not served',
};

/** What a careful reader wants to know of the book itself. */
export const BookFacts = ({ book }: { book: BookView }) => (
  <section className="panel facts" aria-label="About this book">
    <h2 className="panel-title">This book</h2>
    <dl>
      <div>
        <dt>State</dt>
        <dd data-book-status={book.status}>{STATUS[book.status]}</dd>
      </div>
      <div>
        <dt>Version</dt>
        <dd>{book.version === 0 ? '—' : book.version}</dd>
      </div>
      <div>
        <dt>As of</dt>
        <dd>{book.asOf === '' || book.version === 0 ? '—' : `${book.asOf.slice(11, 23)} UTC`}</dd>
      </div>
      <div>
        <dt>Market</dt>
        <dd>{book.volatility < 0.05 ? 'calm' : `volatile, ${Math.round(book.volatility * 100)} %`}</dd>
      </div>
    </dl>
  </section>
);
