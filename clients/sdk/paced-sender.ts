/** The server takes 50 messages a second with a burst of 100; half of that leaves room for whatever else is sent. */
const BURST = 50;
const EVERY_MS = 40;

export interface PacedSender {
  send(text: string): void;
  /** Forgets what waits: the socket that it was meant for is gone. */
  clear(): void;
}

/** Sends at once up to a burst, then at a steady pace, so that a client with many subscriptions is not closed for flooding. */
export const createPacedSender = (transmit: (text: string) => void): PacedSender => {
  // Bounded by the caller's own subscriptions: each puts one message here.
  let waiting: string[] = [];
  let allowance = BURST;
  let timer: ReturnType<typeof setInterval> | undefined;

  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  const refill = () => {
    const next = waiting.shift();
    if (next !== undefined) transmit(next);
    else allowance += 1;
    if (allowance >= BURST) stop();
  };

  return {
    send: (text) => {
      if (allowance > 0) {
        allowance -= 1;
        transmit(text);
      } else {
        waiting.push(text);
      }
      timer ??= setInterval(refill, EVERY_MS);
    },
    clear: () => {
      waiting = [];
      allowance = BURST;
      stop();
    },
  };
};
