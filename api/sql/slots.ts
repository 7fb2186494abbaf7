/** Places for what may run at the same time. */
export interface Slots {
  /** Takes a place, and gives what frees it; undefined when there is none. */
  take(): (() => void) | undefined;
}

export const createSlots = (count: number): Slots => {
  let free = count;
  return {
    take: () => {
      if (free === 0) return undefined;
      free -= 1;
      let held = true;
      return () => {
        if (held) free += 1;
        held = false;
      };
    },
  };
};
