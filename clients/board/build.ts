import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, stop } from 'esbuild';

export interface BoardFile {
  readonly type: string;
  readonly body: Buffer;
}

const ROOM = fileURLToPath(new URL('.', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
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

const OPTIONS = {
  absWorkingDir: ROOM,
  outdir: 'out',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  write: false,
  metafile: true,
  bundle: true,
  minify: true,
  target: 'es2022',
  jsx: 'automatic',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Where the page itself answers; the board reads the rest from the address. */
const PAGE_PATHS = ['/', '/transfers', '/transfers/:id'];

/**
 * The live page, bundled: path → file. The page answers at each of its paths; everything under `/assets/` carries a hash of its
 * content in its name and may be cached for ever. The page loads nothing from elsewhere and has no inline script or style. What
 * only some readers need, a wallet for one, is a chunk of its own.
 */
export const buildBoard = async (): Promise<Map<string, BoardFile>> => {
  // The theme runs before the first paint, so it is a plain script that shares nothing with the rest.
  const built = await Promise.all([
    build({ ...OPTIONS, entryPoints: ['theme-boot.ts'], format: 'iife' }),
    build({ ...OPTIONS, entryPoints: ['main.tsx', 'styles/board.css'], format: 'esm', splitting: true }),
  ]);
  // The bundler's helper process has nothing more to do.
  await stop();
  const pathOf = (output: string) => `/assets/${basename(output)}`;
  const files = new Map<string, BoardFile>();
  for (const { path, contents } of built.flatMap(({ outputFiles }) => outputFiles)) {
    files.set(pathOf(path), { type: TYPES[extname(path)] ?? 'application/octet-stream', body: Buffer.from(contents) });
  }
  const outputs = built.flatMap(({ metafile }) => Object.entries(metafile.outputs));
  const asset = (entry: string): string => {
    const found = outputs.find(([, { entryPoint }]) => entryPoint === entry);
    if (found === undefined) throw new Error(`the bundle has nothing of ${entry}`);
    return pathOf(found[0]);
  };
  const html = page({ theme: asset('theme-boot.ts'), script: asset('main.tsx'), style: asset('styles/board.css') });
  files.set('/icon.svg', { type: 'image/svg+xml', body: Buffer.from(ICON) });
  for (const path of PAGE_PATHS) files.set(path, { type: 'text/html; charset=utf-8', body: Buffer.from(html) });
  return files;
};
