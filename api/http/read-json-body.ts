import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import { CallerGone } from './caller-gone.ts';

/**
 * A body that is too large is still read to its end, unkept, so that the caller hears of it instead of a broken
 * connection; but no further than this.
 */
const SWALLOWED_BYTES_MAX = 8_388_608;

const JSON_TYPE = 'application/json';

/** `charset`, which JSON does not need, and which may name nothing else than what JSON is written in. RFC 8259, 8.1. */
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)/i;

/** Why a body cannot be read, by what its headers say of it; undefined when it can. */
const unreadable = (headers: IncomingMessage['headers']): string | undefined => {
  const { 'content-type': contentType = '', 'content-encoding': encoding = 'identity' } = headers;
  if (encoding.toLowerCase() !== 'identity')
    return `no content-encoding is read, and this is ${encoding.slice(0, 32)}; send the body as it is`;
  if (contentType === JSON_TYPE) return undefined;
  if (contentType.split(';', 1)[0]?.trim().toLowerCase() !== JSON_TYPE)
    return 'send the body as JSON, with the header content-type: application/json';
  const charset = CHARSET.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  return charset === 'utf-8' ? undefined : 'send the body in UTF-8, as JSON is';
};

const tooLarge = (bodyBytes: number): InputError =>
  inputError('BODY_TOO_LARGE', '', `the body is larger than ${bodyBytes} bytes; send only the documented fields`);

/** Collects the body; undefined when it is larger than allowed. */
const collect = (request: IncomingMessage, bodyBytes: number): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bodyBytes) chunks.push(chunk);
      else chunks.length = 0;
      if (size > SWALLOWED_BYTES_MAX) resolve(undefined);
    });
    request.on('end', () => resolve(size > bodyBytes ? undefined : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', (error) => reject(new CallerGone('the body was not sent to its end', { cause: error })));
  });

const QUOTE_EXAMPLE = '{"from":"ethereum:USDC","to":"arbitrum:USDC","amountIn":"1000000000"}';

/** Some editors put it before what they save; JSON has none. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Reads the text of a body that says to be JSON. Rejects only when the caller goes away, with CallerGone. */
export const readJsonText = async (request: IncomingMessage, bodyBytes: number): Promise<Result<string, InputError>> => {
  const body = await collect(request, bodyBytes);
  const reason = unreadable(request.headers);
  if (reason !== undefined) return err(inputError('UNSUPPORTED_MEDIA_TYPE', '', reason));
  if (body === undefined) return err(tooLarge(bodyBytes));
  if (!isUtf8(body)) return err(inputError('INVALID_JSON', '', 'the body is not UTF-8, which JSON is written in'));
  const text = body.toString();
  return ok(text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text);
};

/** Reads a body's text as JSON; `example` is one that would do. */
export const parseJsonText = (text: string, example = QUOTE_EXAMPLE): Result<unknown, InputError> => {
  try {
    return ok(JSON.parse(text));
  } catch {
    return err(inputError('INVALID_JSON', '', `the body is not JSON; send one object, for example ${example}`));
  }
};

/** Both in one. */
export const readJsonBody = async (request: IncomingMessage, bodyBytes: number, example: string): Promise<Result<unknown, InputError>> => {
  const text = await readJsonText(request, bodyBytes);
  return text.ok ? parseJsonText(text.value, example) : text;
};
