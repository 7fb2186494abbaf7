/** Does something again and again, `intervalMs` after it last ended, each time within `timeoutMs`. A failure is told and waits for the next round. */
export const startRounds = (deps: {
  readonly what: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly work: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onError: (what: string, error: unknown) => void;
}): void => {
  const { what, intervalMs, timeoutMs, work, signal, onError } = deps;
  let timer: NodeJS.Timeout | undefined;
  const round = async () => {
    try {
      await work(AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    } catch (error) {
      if (!signal.aborted) onError(what, error);
    }
    if (!signal.aborted) timer = setTimeout(() => void round(), intervalMs);
  };
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  void round();
};
