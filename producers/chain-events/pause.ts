/** Looks are this far apart, however many wait: each is questions to a node that counts them, and anybody may wait for something. */
export const LOOKS_APART_MS = 200;

/** The time between two looks, which somebody who waits can cut short. */
export interface Pause {
  cutShort(): void;
  /** Resolves when it is over, or the signal is aborted. */
  wait(): Promise<void>;
}

export const createPause = ({ ms, signal }: { ms: number; signal: AbortSignal }): Pause => {
  let hurry: () => void = () => undefined;
  let end: () => void = () => undefined;
  signal.addEventListener('abort', () => end());

  const wait = async (): Promise<void> => {
    if (signal.aborted) return;
    const { promise: over, resolve } = Promise.withResolvers<void>();
    let hurried = false;
    let rested = false;
    end = resolve;
    hurry = () => {
      hurried = true;
      if (rested) resolve();
    };
    const rest = setTimeout(() => {
      rested = true;
      if (hurried) resolve();
    }, LOOKS_APART_MS);
    const whole = setTimeout(resolve, ms);
    await over;
    clearTimeout(rest);
    clearTimeout(whole);
  };

  return { cutShort: () => hurry(), wait };
};
