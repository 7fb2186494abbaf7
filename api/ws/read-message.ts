import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import { type ClientFrame, clientFrame } from '#schemas/api/feed.ts';
import { inputIssue, pointerTo } from '../input/input-issue.ts';

const OPERATIONS: readonly string[] = clientFrame.options.map(({ shape }) => shape.op.value);
const ID_MAX = 64;

/** What was wrong with a message, and which message it was, as far as that can be told. */
export interface MessageError extends InputError {
  readonly id: string | undefined;
}

/** The id of a message that may be wrong otherwise. */
const idOf = (message: Readonly<Record<string, unknown>>): string | undefined => {
  const { id } = message;
  return typeof id === 'string' && id.length <= ID_MAX ? id : undefined;
};

/** A name that every object has from birth. A schema of any names passes over it without a word, so it is looked for here. */
const HIDDEN = '__proto__';

/** Where a field of that name stands in what is free to have any names. */
const hiddenIn = (fields: Readonly<Record<string, unknown>>): string | undefined =>
  ['params', 'versions'].flatMap((name) => {
    const inner = fields[name];
    return typeof inner === 'object' && inner !== null && Object.hasOwn(inner, HIDDEN) ? [pointerTo('', [name, HIDDEN])] : [];
  })[0];

/** Reads one text frame of a client. Pure. */
export const readMessage = (text: string): Result<ClientFrame, MessageError> => {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return err({ ...inputError('INVALID_JSON', '', 'the frame is not JSON; send one JSON object a text frame'), id: undefined });
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    return err({
      ...inputError('INVALID_PARAMETER', '', 'send one JSON object a frame, for example {"op":"ping","id":"1"}'),
      id: undefined,
    });
  }
  const fields = message as Readonly<Record<string, unknown>>;
  const id = idOf(fields);
  const { op } = fields;
  if (op === undefined) return err({ ...inputError('MISSING_PARAMETER', '/op', `"op" is required: one of ${OPERATIONS.join(', ')}`), id });
  if (typeof op !== 'string' || !OPERATIONS.includes(op)) {
    return err({ ...inputError('UNKNOWN_OPERATION', '/op', `no such operation; there are ${OPERATIONS.join(', ')}`), id });
  }
  const hidden = hiddenIn(fields);
  if (hidden !== undefined) return err({ ...inputError('UNKNOWN_FIELD', hidden, 'there is no such field here; leave it out'), id });
  const parsed = clientFrame.safeParse(message);
  return parsed.success ? ok(parsed.data) : err({ ...inputIssue(parsed.error, message), id });
};
