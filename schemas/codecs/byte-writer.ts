/** Room for a book of a hundred routes at first; doubled when one needs more. */
const ROOM_AT_FIRST = 128 * 1024;
/** UTF-8 needs no more for any UTF-16 unit. */
const BYTES_PER_UNIT = 3;

/**
 * A page that written books share, as small buffers share Node's own pool: half a microsecond less for a book than a buffer of
 * its own. A page lives as long as any book in it, so it is no larger than some eight of them.
 */
const PAGE_BYTES = 64 * 1024;
/** What is larger gets a page of its own. */
const SHARED_BYTES_MAX = PAGE_BYTES / 4;

/** Gathers texts and bytes in one buffer that is used again and again. */
export interface ByteWriter {
  /** Bytes written since the last `begin`. */
  readonly length: number;
  begin(): void;
  text(text: string): void;
  copy(from: Uint8Array, start: number, end: number): void;
  /** What was written from `start` on; to be copied before the next `begin`. */
  since(start: number): Uint8Array;
  /** All that was written, as bytes that are the caller's for good. */
  finish(): Buffer;
}

export const createByteWriter = (): ByteWriter => {
  let bytes = Buffer.allocUnsafeSlow(ROOM_AT_FIRST);
  let length = 0;
  let page = Buffer.alloc(0);
  let used = 0;

  const makeRoom = (more: number) => {
    if (length + more <= bytes.length) return;
    const larger = Buffer.allocUnsafeSlow((length + more) * 2);
    larger.set(bytes.subarray(0, length));
    bytes = larger;
  };

  return {
    get length() {
      return length;
    },
    begin: () => {
      length = 0;
    },
    text: (text) => {
      makeRoom(text.length * BYTES_PER_UNIT);
      length += bytes.write(text, length);
    },
    copy: (from, start, end) => {
      makeRoom(end - start);
      bytes.set(from.subarray(start, end), length);
      length += end - start;
    },
    since: (start) => bytes.subarray(start, length),
    finish: () => {
      if (length > SHARED_BYTES_MAX) return Buffer.from(bytes.subarray(0, length));
      if (used + length > page.length) {
        page = Buffer.allocUnsafeSlow(PAGE_BYTES);
        used = 0;
      }
      const finished = page.subarray(used, used + length);
      finished.set(bytes.subarray(0, length));
      used += length;
      return finished;
    },
  };
};
