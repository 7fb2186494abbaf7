/** The part of Avro that our schemas use. */
export type AvroSchema =
  | string
  | readonly AvroSchema[]
  | { readonly type: 'record'; readonly name: string; readonly doc?: string; readonly fields: readonly AvroField[] }
  | { readonly type: 'array'; readonly items: AvroSchema }
  | { readonly type: 'map'; readonly values: AvroSchema };

interface AvroField {
  readonly name: string;
  readonly type: AvroSchema;
  readonly doc?: string;
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  string: 'string',
  bytes: 'Buffer',
};

const interfaceOf = (name: string): string => `${name}Record`;

/** The TypeScript type of a schema; records that it meets are added to `interfaces`, innermost first. */
const typeOf = (schema: AvroSchema, interfaces: string[]): string => {
  if (typeof schema === 'string') return PRIMITIVES[schema] ?? interfaceOf(schema);
  if (Array.isArray(schema)) return schema.map((branch: AvroSchema) => typeOf(branch, interfaces)).join(' | ');
  const complex = schema as Exclude<AvroSchema, string | readonly AvroSchema[]>;
  if (complex.type === 'array') {
    const items = typeOf(complex.items, interfaces);
    return items.includes(' ') ? `(${items})[]` : `${items}[]`;
  }
  if (complex.type === 'map') return `Record<string, ${typeOf(complex.values, interfaces)}>`;
  if (complex.type !== 'record') throw new Error(`no TypeScript for the Avro type ${JSON.stringify(schema)}`);
  const comment = (doc: string | undefined, indent: string) => (doc === undefined ? '' : `${indent}/** ${doc} */\n`);
  const fields = complex.fields.map(({ name, type, doc }) => `${comment(doc, '  ')}  ${name}: ${typeOf(type, interfaces)};\n`);
  interfaces.push(`${comment(complex.doc, '')}export interface ${interfaceOf(complex.name)} {\n${fields.join('')}}\n`);
  return interfaceOf(complex.name);
};

/** The generated file of a schema: its interfaces, and the schema as a constant named after the file. */
export const typescriptOf = (name: string, schema: AvroSchema): string => {
  const interfaces: string[] = [];
  typeOf(schema, interfaces);
  const constant = `${name.replaceAll('-', '_').toUpperCase()}_SCHEMA`;
  return [
    `// Made by schemas/generate.ts from schemas/avro/${name}.avsc. Edit that, then run npm run generate.\n`,
    ...interfaces,
    `export const ${constant} = ${JSON.stringify(schema, null, 2)} as const;\n`,
  ].join('\n');
};
