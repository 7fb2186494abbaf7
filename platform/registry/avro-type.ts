import avro, { type Type } from 'avsc';

/** No list in our schemas comes near; a corrupt length must not make a reader count to 2^53. */
const ARRAY_ITEMS_MAX = 10_000;

/** What avsc's reader offers to a type; the package's own typings leave it out. */
interface Tap {
  readLong(): number;
  skipLong(): void;
  isValid(): boolean;
}

interface Readable {
  _read(tap: Tap): unknown;
}

type TypeHook = NonNullable<NonNullable<Parameters<typeof Type.forSchema>[1]>['typeHook']>;

/**
 * avsc believes an array's length before it has seen the items, so that six bytes of poison could hold a process for
 * minutes. This reader stops at the end of the bytes and at a limit.
 */
function readArray(this: Readable & { itemsType: Readable }, tap: Tap): unknown[] {
  const items: unknown[] = [];
  for (let count = tap.readLong(); count !== 0; count = tap.readLong()) {
    if (count < 0) {
      count = -count;
      tap.skipLong();
    }
    if (items.length + count > ARRAY_ITEMS_MAX) throw new Error(`an array of more than ${ARRAY_ITEMS_MAX} items`);
    for (; count > 0; count -= 1) {
      items.push(this.itemsType._read(tap));
      if (!tap.isValid()) throw new Error('an array that runs past the end of the message');
    }
  }
  return items;
}

const ArrayType = avro.types.ArrayType as unknown as (new (schema: unknown, options: unknown) => Type) & { prototype: object };

/** avsc freezes a type while it makes it, so the guarded reader has to stand on the prototype before. */
function GuardedArrayType() {}
GuardedArrayType.prototype = Object.create(ArrayType.prototype, { _read: { value: readArray } });

const guardArrays: TypeHook = (schema, options) => {
  if (typeof schema !== 'object' || Array.isArray(schema) || (schema as { type?: unknown }).type !== 'array') return undefined;
  return Reflect.construct(ArrayType, [schema, options], GuardedArrayType);
};

/** An avsc type that survives any bytes. Throws when the schema is none. */
export const avroType = (schema: object): Type =>
  avro.Type.forSchema(schema as Parameters<typeof Type.forSchema>[0], { typeHook: guardArrays });
