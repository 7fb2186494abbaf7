import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** What each vendor documents of a request; anything else is answered as the vendor answers nonsense. */
const SHAPES = {
  pagerduty: z.strictObject({
    routing_key: z.literal('routing-key'),
    event_action: z.enum(['trigger', 'resolve']),
    dedup_key: z.string().max(255),
    payload: z.strictObject({
      summary: z.string().max(1_024),
      source: z.string(),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.iso.datetime(),
      class: z.string(),
    }),
  }),
  telegram: z.strictObject({ chat_id: z.string(), text: z.string().max(4_096) }),
  sendgrid: z.strictObject({
    personalizations: z.array(z.strictObject({ to: z.array(z.strictObject({ email: z.email() })) })),
    from: z.strictObject({ email: z.email(), name: z.string() }),
    subject: z.string(),
    content: z.array(z.strictObject({ type: z.literal('text/plain'), value: z.string() })),
    headers: z.record(z.string(), z.string()),
  }),
  statuspage: z.strictObject({
    incident: z.strictObject({
      status: z.enum(['investigating', 'resolved']),
      body: z.string(),
      name: z.string().optional(),
      impact_override: z.enum(['none', 'minor', 'major', 'critical']).optional(),
      metadata: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
} as const;

type Vendor = keyof typeof SHAPES;

const ANSWERS: Readonly<Record<Vendor, { status: number; body: unknown }>> = {
  pagerduty: { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: 'x' } },
  telegram: { status: 200, body: { ok: true, result: { message_id: 1 } } },
  sendgrid: { status: 202, body: '' },
  statuspage: { status: 201, body: { id: 'p31zjtct2jer', status: 'investigating' } },
};

const vendorOf = (method: string, path: string): Vendor | undefined => {
  if (method === 'POST' && path === '/v2/enqueue') return 'pagerduty';
  if (method === 'POST' && path === '/bot123:token/sendMessage') return 'telegram';
  if (method === 'POST' && path === '/v3/mail/send') return 'sendgrid';
  if (method === 'POST' && path === '/v1/pages/page/incidents') return 'statuspage';
  return method === 'PATCH' && path === '/v1/pages/page/incidents/p31zjtct2jer' ? 'statuspage' : undefined;
};

/** One server that answers as four vendors do, and remembers in a line each what it was told. */
export const startAlertVendors = async () => {
  const told: string[] = [];
  let failing: Vendor | undefined;
  const lineOf = (vendor: Vendor, method: string, body: unknown): string => {
    const request = body as never as {
      event_action?: string;
      dedup_key?: string;
      text?: string;
      subject?: string;
      incident?: { status: string };
    };
    return [vendor, request.event_action, request.text ?? request.subject, request.incident && `${method} ${request.incident.status}`]
      .filter((word) => word !== undefined)
      .join(' ');
  };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const method = request.method ?? '';
    const vendor = vendorOf(method, request.url ?? '');
    const body: unknown = JSON.parse(Buffer.concat(parts).toString());
    const reply = (status: number, answer: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    if (vendor === undefined) return reply(404, { error: `no such thing: ${method} ${request.url}` });
    if (vendor === failing) return reply(503, { error: 'try later' });
    const read = SHAPES[vendor].safeParse(body);
    if (!read.success) return reply(400, { errors: read.error.issues });
    told.push(lineOf(vendor, method, body));
    return reply(method === 'PATCH' ? 200 : ANSWERS[vendor].status, ANSWERS[vendor].body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What arrived, in order. */
    told,
    fail: (vendor: Vendor | undefined) => {
      failing = vendor;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
