import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build, type OutputFile, stop } from 'esbuild';

export interface BoardFile {
  readonly type: string;
  readonly body: Buffer;
}

const ROOM = fileURLToPath(new URL('.', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** A mark of its own in both colour schemes; small enough to lie in the page. */
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0e7a55"/><g fill="#fff"><rect x="7" y="8" width="18" height="4" rx="2"/><rect x="7" y="14" width="13" height="4" rx="2" opacity=".8"/><rect x="7" y="20" width="8" height="4" rx="2" opacity=".6"/></g></svg>`;

const page = (assets: { theme: string; script: string; style: string }): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="The live order book of cross-chain routes: every bridge's quote, ranked, as it changes.">
<title>Routebook</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<script src="${assets.theme}"></script>
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>
</head>
<body>
<div id="board"></div>
<noscript><p>The board draws the book in your browser, and for that it needs JavaScript. The same book is at <a href="/docs">the API</a>.</p></noscript>
</body>
</html>
`;

const hashOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex').slice(0, 10);

const endingOf = (file: OutputFile): string => file.path.slice(file.path.lastIndexOf('.') + 1);

/**
 * The live page, bundled: path → file. `/` is the page; everything under `/assets/` carries a hash of its content in its name
 * and may be cached for ever. The page loads nothing from elsewhere and has no inline script or style.
 */
export const buildBoard = async (): Promise<Map<string, BoardFile>> => {
  const { outputFiles } = await build({
    entryPoints: { board: `${ROOM}main.tsx`, theme: `${ROOM}theme-boot.ts`, look: `${ROOM}styles/board.css` },
    outdir: `${ROOM}out`,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  // The bundler's helper process has nothing more to do.
  await stop();
  const files = new Map<string, BoardFile>();
  const add = (name: string, ending: string, type: string, body: Buffer): string => {
    const path = `/assets/${name}-${hashOf(body)}.${ending}`;
    files.set(path, { type, body });
    return path;
  };
  const asset = (name: string, ending: string): string => {
    const file = outputFiles.find((candidate) => candidate.path.endsWith(`/${name}.${ending}`));
    if (file === undefined) throw new Error(`the bundle has no ${name}.${ending}`);
    return add(name, ending, TYPES[endingOf(file)] ?? 'application/octet-stream', Buffer.from(file.contents));
  };
  const html = page({
    theme: asset('theme', 'js'),
    script: asset('board', 'js'),
    style: asset('look', 'css'),
  });
  files.set('/icon.svg', { type: 'image/svg+xml', body: Buffer.from(ICON) });
  files.set('/', { type: 'text/html; charset=utf-8', body: Buffer.from(html) });
  return files;
};
