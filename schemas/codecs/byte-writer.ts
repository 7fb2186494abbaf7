import { formatUsd } from '#core/domain/amount.ts';
import { DIGITS_ROOM, putInteger, putScore, putUsd } from './digits.ts';

/** UTF-8 needs no more for any UTF-16 unit. */
const BYTES_PER_UNIT = 3;

/**
 * A page that written books share, as small buffers share Node's own pool. Books are written where they stay: no copy of a whole
 * book. A page lives as long as one book in it, so it is no larger than some eight of them.
 */
const PAGE_BYTES = 64 * 1024;
/** What is larger gets a buffer of its own. */
const SHARED_BYTES_MAX = PAGE_BYTES / 4;

/** Up to here a loop over the letters is faster than the call of a native function (some 100 ns). */
const SHORT_TEXT = 48;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const ASCII_END = 0x7f;

/** Gathers texts, numbers and bytes, one book after the other. */
export interface ByteWriter {
  /** Bytes written since the last `begin`. */
  readonly length: number;
  begin(): void;
  text(text: string): void;
  /** A text as JSON has it between quotes. */
  readonly escaped: (text: string) => void;
  /** The same with the quotes. */
  quoted(text: string): void;
  number(value: number): void;
  amount(value: bigint): void;
  /** A number of 0 to 100 with at most four decimals; any other is written too, only slower. */
  score(value: number): void;
  /** What `formatUsd` gives. */
  usd(value: number): void;
  copy(from: Uint8Array, start: number, end: number): void;
  /** What was written from `start` on; to be copied before the next `begin`. */
  since(start: number): Uint8Array;
  /** All that was written, as bytes that are the caller's for good. */
  finish(): Buffer;
}

export const createByteWriter = (): ByteWriter => {
  let page = Buffer.alloc(0);
  /** Where in the page the current book begins, and where the next byte goes. */
  let start = 0;
  let end = 0;

  const makeRoom = (more: number) => {
    if (end + more <= page.length) return;
    const written = end - start;
    const next = Buffer.allocUnsafeSlow(Math.max(PAGE_BYTES, (written + more) * 2));
    next.set(page.subarray(start, end));
    page = next;
    start = 0;
    end = written;
  };

  const text = (text: string) => {
    const { length } = text;
    makeRoom(length * BYTES_PER_UNIT);
    if (length <= SHORT_TEXT) {
      let index = 0;
      for (; index < length; index += 1) {
        const unit = text.charCodeAt(index);
        if (unit > ASCII_END) break;
        page[end + index] = unit;
      }
      if (index === length) {
        end += length;
        return;
      }
    }
    end += page.write(text, end);
  };

  const escaped = (value: string) => {
    const { length } = value;
    makeRoom(length);
    for (let index = 0; index < length; index += 1) {
      const unit = value.charCodeAt(index);
      if (unit < SPACE || unit >= ASCII_END || unit === QUOTE || unit === BACKSLASH) {
        text(JSON.stringify(value).slice(1, -1));
        return;
      }
      page[end + index] = unit;
    }
    end += length;
  };

  return {
    get length() {
      return end - start;
    },
    begin: () => {
      start = end;
    },
    text,
    escaped,
    quoted: (value) => {
      text('"');
      escaped(value);
      text('"');
    },
    number: (value) => {
      if (!(Number.isSafeInteger(value) && value >= 0)) {
        text(JSON.stringify(value));
        return;
      }
      makeRoom(DIGITS_ROOM);
      end = putInteger(page, end, value);
    },
    amount: (value) => {
      const near = Number(value);
      if (!(near >= 0 && near <= Number.MAX_SAFE_INTEGER)) {
        text(value.toString());
        return;
      }
      makeRoom(DIGITS_ROOM);
      end = putInteger(page, end, near);
    },
    score: (value) => {
      makeRoom(DIGITS_ROOM);
      const behind = putScore(page, end, value);
      if (behind < 0) text(JSON.stringify(value));
      else end = behind;
    },
    usd: (value) => {
      makeRoom(DIGITS_ROOM);
      const behind = putUsd(page, end, value);
      if (behind < 0) text(formatUsd(value));
      else end = behind;
    },
    copy: (from, first, last) => {
      makeRoom(last - first);
      page.set(from.subarray(first, last), end);
      end += last - first;
    },
    since: (from) => page.subarray(start + from, end),
    finish: () => {
      const finished = page.subarray(start, end);
      if (finished.length <= SHARED_BYTES_MAX) return finished;
      end = start;
      if (page.length > PAGE_BYTES) {
        page = Buffer.alloc(0);
        end = 0;
      }
      return Buffer.from(finished);
    },
  };
};
