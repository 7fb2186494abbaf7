import type { IncomingMessage } from 'node:http';

/** A control request or a question for a quote is a few hundred bytes. */
const BODY_BYTES_MAX = 16_384;

/** The JSON body of a request; undefined without one. */
export const readBody = async (request: IncomingMessage): Promise<{ ok: true; value: unknown } | { ok: false; why: string }> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > BODY_BYTES_MAX) return { ok: false, why: `the body is larger than ${BODY_BYTES_MAX} bytes` };
    parts.push(part as Buffer);
  }
  if (size === 0) return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(Buffer.concat(parts).toString('utf8')) };
  } catch {
    return { ok: false, why: 'the body is not JSON' };
  }
};
