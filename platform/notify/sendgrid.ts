import type { HttpPort } from '#bridges/_kit/network-port.ts';
import { type Channel, headline } from '#core/alerts/channel.ts';
import { ok } from '#core/result.ts';
import { vendorAnswer } from './vendor-answer.ts';

/** E-mail by SendGrid's Mail Send v3 (docs of POST /v3/mail/send); 202 says that it was taken. */
export const createSendGrid = (deps: {
  http: HttpPort;
  url: string;
  apiKey: string;
  from: string;
  to: readonly string[];
  now: () => number;
}): Channel => ({
  name: 'email',
  tell: async (notice, signal) => {
    const { incident } = notice;
    const lines = [
      incident.summary,
      '',
      `rule: ${incident.rule}`,
      `severity: ${incident.severity}`,
      `since: ${new Date(incident.startedAtMs).toISOString()}`,
      `incident: ${incident.id}`,
    ];
    const body = JSON.stringify({
      personalizations: [{ to: deps.to.map((email) => ({ email })) }],
      from: { email: deps.from, name: 'Routebook' },
      subject: headline(notice),
      content: [{ type: 'text/plain', value: lines.join('\n') }],
      // Mail programs put both notices of an incident into one thread.
      headers: { References: `<${encodeURIComponent(incident.id)}@routebook>` },
    });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${deps.apiKey}` };
    const outcome = await deps.http.request({ url: `${deps.url}/v3/mail/send`, method: 'POST', headers, body, signal });
    const answer = vendorAnswer('SendGrid', outcome, deps.now());
    return answer.ok ? ok(null) : answer;
  },
});
