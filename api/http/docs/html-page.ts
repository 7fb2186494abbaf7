const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

const NAVIGATION = [
  ['/', 'Live book'],
  ['/docs', 'REST'],
  ['/docs/feed', 'Feed'],
  ['/docs/errors', 'Errors'],
  ['/openapi.json', 'openapi.json'],
  ['/asyncapi.json', 'asyncapi.json'],
] as const;

/** A page of the docs. `head` and `body` are HTML already; `here` marks the place in the navigation. */
export const htmlPage = (page: { title: string; here: string; head?: string; body: string }): Buffer =>
  Buffer.from(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(page.title)} · Routebook</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/docs/assets/docs.css">
${page.head ?? ''}
</head>
<body>
<header><nav aria-label="Documentation"><strong>Routebook</strong>${NAVIGATION.map(
    ([path, name]) => `<a href="${path}"${path === page.here ? ' aria-current="page"' : ''}>${name}</a>`,
  ).join('')}</nav></header>
<main>
${page.body}
</main>
</body>
</html>
`);
