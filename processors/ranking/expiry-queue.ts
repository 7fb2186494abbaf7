/** Keys by the moment at which something is due. */
export interface ExpiryQueue {
  push(atMs: number, key: string): void;
  /** The earliest moment; undefined when nothing is due. */
  nextMs(): number | undefined;
  /** Takes out what is due by now, earliest first. */
  due(nowMs: number): string[];
}

/** A binary heap: quotes expire in another order than they come. */
export const createExpiryQueue = (): ExpiryQueue => {
  const heap: { atMs: number; key: string }[] = [];

  const swap = (a: number, b: number) => {
    const first = heap[a];
    const second = heap[b];
    if (first === undefined || second === undefined) return;
    heap[a] = second;
    heap[b] = first;
  };
  const atMs = (index: number): number => heap[index]?.atMs ?? Number.POSITIVE_INFINITY;

  const sink = () => {
    for (let index = 0; ; ) {
      const left = index * 2 + 1;
      const least = atMs(left + 1) < atMs(left) ? left + 1 : left;
      if (atMs(least) >= atMs(index)) return;
      swap(index, least);
      index = least;
    }
  };

  return {
    push: (moment, key) => {
      let index = heap.push({ atMs: moment, key }) - 1;
      while (index > 0) {
        const parent = (index - 1) >> 1;
        if (atMs(parent) <= atMs(index)) return;
        swap(parent, index);
        index = parent;
      }
    },
    nextMs: () => heap[0]?.atMs,
    due: (nowMs) => {
      const keys: string[] = [];
      for (let first = heap[0]; first !== undefined && first.atMs <= nowMs; first = heap[0]) {
        keys.push(first.key);
        const last = heap.pop();
        if (heap.length > 0 && last !== undefined) {
          heap[0] = last;
          sink();
        }
      }
      return keys;
    },
  };
};
