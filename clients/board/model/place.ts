import { useSyncExternalStore } from 'react';

/** Which page the address names. The book's own view lies in the hash, which `board-view` reads. */
export type Place =
  | { readonly page: 'book' }
  | { readonly page: 'transfers' }
  | { readonly page: 'transfer'; readonly id: string }
  | { readonly page: 'address'; readonly address: string };

/** An account's, not a transaction's hash and no transfer's key. */
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

const decodeSafely = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The server answers `/`, `/transfers` and `/transfers/{id}` with the board; anything else would be a problem of its own. */
export const placeOf = (pathname: string): Place => {
  const [, first, id, ...more] = pathname.split('/');
  if (first !== 'transfers' || more.length > 0) return { page: 'book' };
  if (id === undefined || id === '') return { page: 'transfers' };
  const named = decodeSafely(id);
  return ADDRESS.test(named) ? { page: 'address', address: named } : { page: 'transfer', id: named };
};

/** A transfer's own page, by its key or by a transaction's hash; or an address's. Colons are legal in a path and easier to read. */
export const pathOfTransfer = (id: string): string => `/transfers/${encodeURIComponent(id).replaceAll('%3A', ':')}`;

const listen = (listener: () => void) => {
  addEventListener('popstate', listener);
  return () => removeEventListener('popstate', listener);
};

/** The book that was looked at last, with its view. */
let lastBook = '/';

const isBook = () => placeOf(location.pathname).page === 'book';

/** The way back to the book, as it was looked at. */
export const pathOfBook = (): string => (isBook() ? `/${location.hash}` : lastBook);

/** Goes to another page of the board without loading it anew; "back" leads here again. */
export const go = (path: string): void => {
  if (isBook()) lastBook = pathOfBook();
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
  scrollTo(0, 0);
};

export const usePathname = (): string => useSyncExternalStore(listen, () => location.pathname);
