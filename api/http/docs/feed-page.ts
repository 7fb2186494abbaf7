import { createAsyncApi } from '#schemas/api/asyncapi.ts';
import { FEED_PATH, FEED_SUBPROTOCOL } from '#schemas/api/feed.ts';
import { escapeHtml, htmlPage } from './html-page.ts';

interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly description?: string;
}

type Document = ReturnType<typeof createAsyncApi>;

const nameOf = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);

const typeOf = (schema: JsonSchema): string => {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.items !== undefined) return `${typeOf(schema.items)}[]`;
  return [schema.type ?? 'any'].flat().join(' | ');
};

const resolve = (document: Document, schema: JsonSchema): JsonSchema =>
  schema.$ref === undefined ? schema : resolve(document, document.components.schemas[nameOf(schema.$ref)] as JsonSchema);

const fieldsOf = (document: Document, reference: string): string => {
  const { properties = {}, required = [] } = resolve(document, { $ref: reference });
  const rows = Object.entries(properties).map(([name, schema]) => {
    const note = schema.description ?? resolve(document, schema).description ?? '';
    return `<tr><td><code>${escapeHtml(name)}</code>${required.includes(name) ? '' : ' <span>optional</span>'}</td><td><code>${escapeHtml(typeOf(schema))}</code></td><td>${escapeHtml(note)}</td></tr>`;
  });
  return `<table><thead><tr><th scope="col">field</th><th scope="col">type</th><th scope="col"></th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
};

const messageHtml = (document: Document, name: string): string => {
  const message = document.components.messages[name];
  if (message === undefined) return '';
  const fields = fieldsOf(document, message.payload.$ref);
  return `<details class="message"><summary><h3>${escapeHtml(name)}</h3><span>${escapeHtml(message.summary)}</span></summary><div class="fields">${fields}</div></details>`;
};

const messagesOf = (document: Document, operation: 'receiveFromClient' | 'sendToClient'): string =>
  document.operations[operation].messages.map(({ $ref }) => messageHtml(document, nameOf($ref))).join('\n');

const EXAMPLE = `→ {"op":"subscribe","id":"1","channel":"routes","params":{"from":"ethereum:USDC","to":"arbitrum:USDC","amountIn":"1000000000"}}
← {"type":"subscribed","id":"1","channel":"routes","key":"ethereum:USDC>arbitrum:USDC@1000000000","params":{…}}
← {"type":"snapshot","channel":"routes","key":"…","version":41,"routes":[…],"excluded":[…],"pending":[…],"checksum":2774551003,…}
← {"type":"delta","channel":"routes","key":"…","prevVersion":41,"version":42,"upsert":[…],"remove":[…],"order":["…"],"checksum":…}`;

/** The feed's protocol as a page, made from the same schemas that check its frames. */
export const feedPage = (version: string): Buffer => {
  const document = createAsyncApi(version, 'localhost');
  const params = Object.keys(document.components.schemas)
    .filter((name) => name.endsWith('Params'))
    .map(
      (name) =>
        `<details class="message"><summary><h3>${name}</h3></summary><div class="fields">${fieldsOf(document, `#/components/schemas/${name}`)}</div></details>`,
    );
  return htmlPage({
    title: 'The feed',
    here: '/docs/feed',
    body: `<h1>The feed</h1>
<p>One WebSocket at <code>${FEED_PATH}</code>, subprotocol <code>${FEED_SUBPROTOCOL}</code>; one JSON object a text frame. ${escapeHtml(document.info.description)}</p>
<pre tabindex="0" role="region" aria-label="An example">${escapeHtml(EXAMPLE)}</pre>
<p>To hold a book: take the snapshot; for each delta check that <code>prevVersion</code> is the version you hold, drop what <code>remove</code> names, put in what <code>upsert</code> brings, and place the routes as <code>order</code> says. The CRC-32 over <code>routeId:amountOut</code> of the first ten routes, joined by <code>|</code>, is then the <code>checksum</code>; if it is not, send <code>resync</code>.</p>
<h2>What you send</h2>
${messagesOf(document, 'receiveFromClient')}
<h2>Params, by channel</h2>
${params.join('\n')}
<h2>What you receive</h2>
${messagesOf(document, 'sendToClient')}
`,
  });
};
