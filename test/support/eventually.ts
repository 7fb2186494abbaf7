const PAUSE_MS = 50;

/** Gives what `look` finds as soon as it finds something. Throws what it lacked when the time is over. */
export const eventually = async <T>(what: string, look: () => Promise<T | undefined>, withinMs = 90_000): Promise<T> => {
  const untilMs = Date.now() + withinMs;
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    if (Date.now() > untilMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};
