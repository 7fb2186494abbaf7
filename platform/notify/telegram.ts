import { z } from 'zod';
import type { HttpPort } from '#bridges/_kit/network-port.ts';
import { type Channel, headline } from '#core/alerts/channel.ts';
import { err, ok } from '#core/result.ts';
import { vendorAnswer } from './vendor-answer.ts';

/** Telegram's longest message. */
const TEXT_MAX = 4_096;

const limited = z.object({ parameters: z.object({ retry_after: z.number() }) });

const waitIn = (body: string): number | null => {
  try {
    return limited.parse(JSON.parse(body)).parameters.retry_after * 1_000;
  } catch {
    return null;
  }
};

/** Telegram's Bot API (core.telegram.org/bots/api#sendmessage). A limit names its wait in the body, in seconds. */
export const createTelegram = (deps: { http: HttpPort; url: string; token: string; chatId: string; now: () => number }): Channel => ({
  name: 'telegram',
  tell: async (notice, signal) => {
    const body = JSON.stringify({ chat_id: deps.chatId, text: headline(notice).slice(0, TEXT_MAX) });
    const headers = { 'content-type': 'application/json' };
    const outcome = await deps.http.request({ url: `${deps.url}/bot${deps.token}/sendMessage`, method: 'POST', headers, body, signal });
    const answer = vendorAnswer('Telegram', outcome, deps.now());
    if (answer.ok) return ok(null);
    const wait = outcome.kind === 'response' ? waitIn(outcome.body) : null;
    return err({ ...answer.error, retryAfterMs: wait ?? answer.error.retryAfterMs });
  },
});
