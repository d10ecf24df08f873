import { printable } from '@latentsweep/core';
import { html, raw } from 'hono/html';
import type { SweepsAnswer } from '../api.ts';
import type { Assets } from './assets.ts';

export interface Shell {
  /** `../` as often as the page's path is deep: no page knows under which path a proxy shows it. */
  readonly up: string;
  readonly title: string;
  readonly assets: Pick<Assets, 'script' | 'style'>;
  /** What the list shows; null on other pages, and where the store is away. */
  readonly answer: SweepsAnswer | null;
}

/** A page before its script has run: the names of the sweeps stand in it already. */
export function shell({ up, title, assets, answer }: Shell) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
${assets.style === null ? '' : html`<link rel="stylesheet" href="${up}assets/${assets.style}">`}
<script type="module" src="${up}assets/${assets.script}"></script>
${answer === null ? '' : html`<script type="application/json" id="answer">${raw(inScript(answer))}</script>`}
</head>
<body>
<div id="app">${answer === null ? '' : sweepList(up, answer)}</div>
<noscript><p>The pages of the dashboard need JavaScript. In a terminal: sweep list, sweep top SWEEP.</p></noscript>
</body>
</html>
`;
}

function sweepList(up: string, { sweeps }: SweepsAnswer) {
  return html`<main><h1>Sweeps</h1><ul>${sweeps.map(
    ({ word, name, state }) =>
      html`<li><a href="${up || './'}sweeps/${encodeURIComponent(word)}">${printable(name)}</a> ${state}</li>`,
  )}</ul></main>`;
}

/** JSON that no markup can end. */
const inScript = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c');

/** A page for who may not come in; it has nothing of ours in it. */
export function refusedPage(message: string, hint: string) {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>latentsweep</title></head>
<body><main><h1>${message}</h1><p>${hint}</p><p><a href="">Try again</a></p></main></body>
</html>
`;
}
