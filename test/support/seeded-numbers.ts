/** Numbers from 0 to 1 that mix well and repeat: the same for the same seed. */
export const seededNumbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
};
