import type { BookView } from '#sdk/book-view.ts';
import { formatAge } from '../model/format-duration.ts';
import { useNow } from '../model/use-now.ts';

/** Says that what is shown is not what is, and how old it is. It lies over the table's head, or over the screen's foot: nothing moves. */
export const StaleBanner = ({ book, now }: { book: BookView; now: () => number }) => {
  useNow();
  if (book.status !== 'stale') return null;
  return (
    <div className="book-note">
      <p role="alert">
        <strong>This is an old book.</strong> The connection was lost
        {/* Seen, but not read out: it would be, five times a second. */}
        <span aria-hidden="true">; these routes stood {formatAge(now() - Date.parse(book.asOf))} ago</span>.
      </p>
    </div>
  );
};
