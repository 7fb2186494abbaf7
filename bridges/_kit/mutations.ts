import fc from 'fast-check';
import type { Recorded } from './play-back.ts';

export type Path = readonly (string | number)[];

/** Every place in a JSON value, its inner nodes too. */
export const pathsOf = (value: unknown, path: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]))];
};

/** In a value’s place: the field is left out. */
export const DELETED = Symbol('deleted');

export const replaced = (value: unknown, path: Path, by: unknown): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  const copy: Record<string | number, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...(value as object) };
  const inner = replaced((value as Record<string | number, unknown>)[key], rest, by);
  if (inner === DELETED) Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, inner);
  return copy;
};

/** What a broken upstream may put in a field's place. */
const garbage = fc.oneof(
  fc.constantFrom<unknown>(DELETED, null, '', 'NaN', '0', '-1', 0, -1, 1e300, true, [], {}, '0x', '1e9', '١٢٣'),
  fc.bigInt({ min: -(1n << 256n), max: 1n << 256n }).map(String),
  fc.integer(),
  fc.string(),
);

/** A JSON text cut off anywhere, or with one place of it replaced or left out. */
export const brokenJson = (text: string): fc.Arbitrary<string> => {
  const value: unknown = JSON.parse(text);
  const compact = JSON.stringify(value);
  const cut = fc.integer({ min: 0, max: compact.length - 1 }).map((length) => compact.slice(0, length));
  const mutated = fc
    .tuple(fc.constantFrom(...pathsOf(value)), garbage)
    .map(([path, by]) => JSON.stringify(path.length === 0 && by === DELETED ? null : replaced(value, path, by)) ?? '');
  return fc.oneof(cut, mutated);
};

/** Bytes cut off anywhere, or with one byte changed. */
export const brokenHex = (hex: string): fc.Arbitrary<string> => {
  const bytes = (hex.length - 2) / 2;
  const cut = fc.integer({ min: 0, max: Math.max(bytes - 1, 0) }).map((length) => hex.slice(0, 2 + 2 * length));
  const changed = fc
    .tuple(fc.integer({ min: 0, max: Math.max(bytes - 1, 0) }), fc.integer({ min: 0, max: 255 }))
    .map(([at, by]) => `${hex.slice(0, 2 + 2 * at)}${by.toString(16).padStart(2, '0')}${hex.slice(4 + 2 * at)}`);
  return fc.oneof(cut, changed);
};

/** A recorded exchange with its body, or one of its calls’ results, broken or missing. */
export const brokenRecording = (recorded: Recorded): fc.Arbitrary<Recorded> => {
  if ('http' in recorded) {
    const { http } = recorded;
    if (http.kind !== 'response') return fc.constant(recorded);
    return brokenJson(http.body).map((body) => ({ http: { ...http, body } }));
  }
  const { rpc } = recorded;
  if (rpc.kind !== 'results') return fc.constant(recorded);
  const damagedOne = fc.integer({ min: 0, max: rpc.results.length - 1 }).chain((at) =>
    fc.tuple(brokenHex(rpc.results[at]?.data ?? '0x'), fc.boolean()).map(
      ([data, ok]): Recorded => ({
        ...recorded,
        rpc: { kind: 'results', results: rpc.results.map((one, index) => (index === at ? { ok, data } : one)) },
      }),
    ),
  );
  const missing = fc
    .integer({ min: 0, max: rpc.results.length - 1 })
    .map((kept): Recorded => ({ ...recorded, rpc: { kind: 'results', results: rpc.results.slice(0, kept) } }));
  return fc.oneof({ weight: 9, arbitrary: damagedOne }, { weight: 1, arbitrary: missing });
};
