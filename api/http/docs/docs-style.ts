/** The look of the docs: the system's fonts and the reader's colour scheme; Swagger UI's own colours are turned where it knows only light. */
export const DOCS_CSS = `
:root { color-scheme: light dark; --ground: #fbfbf9; --ink: #1d2320; --soft: #5c6560; --line: #dfe3df; --raised: #ffffff; --accent: #0e7a55; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #101412; --ink: #e8ece9; --soft: #a1aba5; --line: #2b322e; --raised: #171c19; --accent: #4cc594; }
  .swagger-ui { filter: invert(0.92) hue-rotate(180deg); }
  .swagger-ui .highlight-code, .swagger-ui .microlight { filter: invert(1) hue-rotate(180deg); }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
header { position: sticky; top: 0; z-index: 10; background: var(--raised); border-bottom: 1px solid var(--line); }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; align-items: baseline; max-width: 72rem; margin: 0 auto; padding: 0.75rem 1.25rem; }
nav strong { margin-right: 0.5rem; }
nav a { color: var(--soft); text-decoration: none; }
nav a:hover, nav a[aria-current] { color: var(--accent); }
nav a[aria-current] { font-weight: 600; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.5rem 0 0.75rem; letter-spacing: -0.015em; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 0.75rem; }
h3 { font-size: 1rem; margin: 0; font-family: ui-monospace, monospace; }
p { max-width: 46rem; }
code, pre { font: 0.875em/1.5 ui-monospace, "SF Mono", Menlo, monospace; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 0.9rem 1rem; overflow-x: auto; }
.message { border: 1px solid var(--line); border-radius: 8px; background: var(--raised); margin: 0.6rem 0; }
.message summary { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: baseline; padding: 0.7rem 1rem; cursor: pointer; }
.message summary span { color: var(--soft); }
.message .fields { border-top: 1px solid var(--line); padding: 0 1rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
th { color: var(--soft); font-weight: 500; }
td code { overflow-wrap: anywhere; }
tr:target td { background: color-mix(in srgb, var(--accent) 14%, transparent); }
.swagger-ui .info { margin: 1rem 0; }
.swagger-ui .scheme-container { display: none; }
`;
