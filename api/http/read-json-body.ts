import type { IncomingMessage } from 'node:http';
import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';

/**
 * A body that is too large is still read to its end, unkept, so that the caller hears of it instead of a broken
 * connection; but no further than this.
 */
const SWALLOWED_BYTES_MAX = 8_388_608;

const JSON_TYPE = 'application/json';

const isJson = (contentType: string | undefined): boolean => {
  if (contentType === JSON_TYPE) return true;
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return type === JSON_TYPE;
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
    request.on('error', reject);
  });

const QUOTE_EXAMPLE = '{"from":"ethereum:USDC","to":"arbitrum:USDC","amountIn":"1000000000"}';

/** Reads the text of a body that says to be JSON. Rejects only when the caller goes away. */
export const readJsonText = async (request: IncomingMessage, bodyBytes: number): Promise<Result<string, InputError>> => {
  const body = await collect(request, bodyBytes);
  if (!isJson(request.headers['content-type'])) {
    return err(inputError('UNSUPPORTED_MEDIA_TYPE', '', 'send the body as JSON, with the header content-type: application/json'));
  }
  return body === undefined ? err(tooLarge(bodyBytes)) : ok(body.toString());
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
