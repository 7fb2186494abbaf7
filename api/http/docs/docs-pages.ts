import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ERROR_CODES, type ErrorCode } from '#core/errors.ts';
import { ERROR_TITLES } from '#schemas/api/problem.ts';
import type { Page } from '../page-routes.ts';
import { DOCS_CSS } from './docs-style.ts';
import { feedPage } from './feed-page.ts';
import { escapeHtml, htmlPage } from './html-page.ts';

const HTML = 'text/html; charset=utf-8';
const CSS = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/** Swagger UI from this server alone, over our own document. */
const SWAGGER_START = `addEventListener('DOMContentLoaded', () => {
  SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger', deepLinking: true, tryItOutEnabled: true, defaultModelsExpandDepth: 0, validatorUrl: null });
});
`;

const restPage = (): Buffer =>
  htmlPage({
    title: 'REST',
    here: '/docs',
    head: `<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<script src="/docs/assets/swagger-ui-bundle.js" defer></script>
<script src="/docs/assets/start.js" defer></script>`,
    body: '<div id="swagger"></div><noscript><p>This page needs JavaScript; <a href="/openapi.json">openapi.json</a> says the same.</p></noscript>',
  });

const errorsPage = (): Buffer => {
  const rows = (Object.keys(ERROR_CODES) as ErrorCode[]).map(
    (code) => `<tr id="${code}"><td><code>${code}</code></td><td>${ERROR_CODES[code]}</td><td>${escapeHtml(ERROR_TITLES[code])}</td></tr>`,
  );
  return htmlPage({
    title: 'Errors',
    here: '/docs/errors',
    body: `<h1>Errors</h1>
<p>REST answers errors as problems (RFC 9457), the feed as frames of type <code>error</code>. Both carry a code of this closed list, a <code>detail</code> that says the way out, and a <code>pointer</code> to the field.</p>
<table><thead><tr><th scope="col">code</th><th scope="col">HTTP status</th><th scope="col">meaning</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`,
  });
};

/** The documentation: REST by Swagger UI, the feed and the errors by pages of our own. Nothing is loaded from elsewhere. */
export const docsPages = (version: string): ReadonlyMap<string, Page> => {
  const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const file = (name: string): Buffer => readFileSync(join(swagger, name));
  return new Map<string, Page>([
    ['/docs', { type: HTML, body: restPage() }],
    ['/docs/feed', { type: HTML, body: feedPage(version) }],
    ['/docs/errors', { type: HTML, body: errorsPage() }],
    ['/docs/assets/docs.css', { type: CSS, body: Buffer.from(DOCS_CSS) }],
    ['/docs/assets/swagger-ui.css', { type: CSS, body: file('swagger-ui.css') }],
    ['/docs/assets/swagger-ui-bundle.js', { type: SCRIPT, body: file('swagger-ui-bundle.js') }],
    ['/docs/assets/start.js', { type: SCRIPT, body: Buffer.from(SWAGGER_START) }],
  ]);
};
