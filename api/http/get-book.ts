import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseAmount } from '#core/domain/amount.ts';
import { bookKey, parseCorridor } from '#core/domain/corridor.ts';
import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BookCache } from '../books/book-cache.ts';
import type { HeldBook } from '../books/held-book.ts';
import type { Interest } from '../books/interest.ts';
import { pointerTo } from '../input/input-issue.ts';
import { isHeld } from './is-held.ts';
import { remember } from './remember.ts';
import { commonHeaders, replyProblem } from './reply.ts';

export const BOOKS_PATH = '/api/v1/books/';

const NAME_SHOWN = 64;

/** Addresses whose key is remembered. */
const KEPT = { most: 4_096, longest: 160 };

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

const parseQuery = (query: string): Result<string, InputError> => {
  const given = new URLSearchParams(query);
  for (const name of given.keys()) {
    if (name === 'amountIn') continue;
    const detail = `there is no parameter "${name.slice(0, NAME_SHOWN)}" here; give amountIn alone`;
    return err(inputError('UNKNOWN_FIELD', pointerTo('', [name]), detail));
  }
  const amounts = given.getAll('amountIn');
  if (amounts.length > 1) return err(inputError('INVALID_AMOUNT', '/amountIn', 'give amountIn once'));
  const [amountIn] = amounts;
  return amountIn === undefined
    ? err(inputError('MISSING_PARAMETER', '/amountIn', 'add ?amountIn= in base units, for example ?amountIn=1000000000'))
    : ok(amountIn);
};

/** Reads the path below `/api/v1/books/` and the query as the key of a book. */
export const parseBookUrl = (url: string): Result<string, InputError> => {
  const mark = url.indexOf('?');
  const text = decode(url.slice(BOOKS_PATH.length, mark < 0 ? undefined : mark));
  if (text === undefined) return err(inputError('INVALID_CORRIDOR', '/corridor', 'the corridor is not well percent-encoded'));
  const corridor = parseCorridor(text, '/corridor');
  if (!corridor.ok) return corridor;
  const amountIn = parseQuery(mark < 0 ? '' : url.slice(mark + 1));
  if (!amountIn.ok) return amountIn;
  const amount = parseAmount(amountIn.value, '/amountIn');
  return amount.ok ? ok(bookKey(corridor.value.id, amount.value)) : amount;
};

const serve = (request: IncomingMessage, response: ServerResponse, { book, requestId }: { book: HeldBook; requestId: string }) => {
  const headers = { ...commonHeaders(requestId), etag: book.etag, 'cache-control': 'no-cache' };
  if (isHeld(request.headers['if-none-match'], book.etag)) {
    response.writeHead(304, headers).end();
  } else {
    response.writeHead(200, { ...headers, 'content-type': 'application/json', 'content-length': book.bytes.length }).end(book.bytes);
  }
};

/** GET /books/{corridor}?amountIn=: the stored bytes. Asking is demand. */
export const createGetBook = (deps: { books: BookCache; interest: Interest }) => {
  const { books, interest } = deps;
  const keyOf = remember(parseBookUrl, KEPT);
  return async (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    const key = keyOf(request.url ?? '');
    if (!key.ok) return replyProblem(response, { requestId, error: key.error });
    interest.touch(key.value);
    serve(request, response, { book: books.peek(key.value) ?? (await books.get(key.value)), requestId });
  };
};
