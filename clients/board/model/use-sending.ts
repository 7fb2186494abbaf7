import { useCallback, useState } from 'react';
import { type Sending, type SendStep, sendTransfer } from './send-transfer.ts';
import type { SendFault } from './send-words.ts';

export type SendingState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'under-way'; readonly step: SendStep }
  | { readonly phase: 'failed'; readonly fault: SendFault };

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Signs and sends when told to, and says where it is. `onSent` is given the deposit's hash. */
export const useSending = (onSent: (hash: string) => void) => {
  const [state, setState] = useState<SendingState>({ phase: 'idle' });
  const send = useCallback(
    async (order: Omit<Sending, 'onStep' | 'sleep' | 'now'>) => {
      const onStep = (step: SendStep) => setState({ phase: 'under-way', step });
      onStep(order.built.approval === undefined ? 'depositing' : 'approving');
      const sent = await sendTransfer({ ...order, onStep, sleep, now: Date.now }).catch((error: unknown) => ({
        ok: false as const,
        error: { says: `The wallet could not sign: ${String(error)}. Ask anew.`, wayOut: 'again' as const },
      }));
      if (sent.ok) onSent(sent.value);
      else setState({ phase: 'failed', fault: sent.error });
    },
    [onSent],
  );
  const forget = useCallback(() => setState({ phase: 'idle' }), []);
  return { state, send, forget };
};
