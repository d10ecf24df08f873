import { inksAsCss } from '@latentsweep/figures';
import { countsOf } from '../text/counts.ts';
import { cut } from '../text/cut.ts';
import { html, Markup } from './markup.ts';
import { momentUtc } from './moment.ts';
import type { Report } from './report.ts';
import { askedSection, dataSection } from './section/asked.ts';
import { caveatsSection } from './section/caveats.ts';
import { figuresSection } from './section/figures.ts';
import { leaderboardSection } from './section/leaderboard.ts';
import { reproduceSection } from './section/reproduce.ts';
import { verdictSection } from './section/verdict.ts';
import { STYLE } from './style.ts';

/** In the order of the page. A program has no arms to judge. */
const sectionsOf = ({ whole }: Report) =>
  SECTIONS.filter(([id]) => id !== 'verdict' || !whole.sweep.ownMeasures);

const SECTIONS: readonly (readonly [id: string, title: string, of: (report: Report) => Markup])[] = [
  ['asked', 'What was asked', askedSection],
  ['data', 'The data', dataSection],
  ['leaderboard', 'Leaderboard', leaderboardSection],
  ['caveats', 'What the ranking cannot tell', caveatsSection],
  ['figures', 'Figures', figuresSection],
  ['verdict', 'Verdict', verdictSection],
  ['reproduce', 'How to reproduce it', reproduceSection],
];

const LONGEST_DESCRIPTION = 2000;

/** The report as one file: no script, and nothing that would be fetched. The policy says so to the browser as well. */
export function reportPage(report: Report): string {
  const { sweep } = report.whole;
  const contents = sectionsOf(report).map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`);
  const { description } = sweep;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${sweep.name}: report of a sweep</title>
<style>${new Markup(STYLE + inksAsCss())}</style>
</head>
<body>
<header>
<h1>${sweep.name}</h1>
${description === null ? null : html`<p>${cut(description, LONGEST_DESCRIPTION)}</p>\n`}<p class="state">${stateText(report)}</p>
<nav aria-label="Contents"><ul>${contents}</ul></nav>
</header>
<main>
${sectionsOf(report).map(([, , section]) => section(report))}</main>
<footer><p>Made by latentsweep ${report.madeBy.version} at ${momentUtc(report.at)}. Nothing in this file leads outside.</p></footer>
</body>
</html>
`.text;
}

/** How it stood when the report was made. */
function stateText({ whole: { sweep, state, counts }, at }: Report): string {
  const ended = countsOf(counts, [
    'completed',
    'pruned',
    'diverged',
    'failed',
    'quarantined',
    'cancelled',
  ]).join(', ');
  const open = countsOf(counts, ['running', 'queued', 'waiting']).join(', ');
  const trials = [ended === '' ? 'no trial has ended' : ended, ...(open === '' ? [] : [open])].join('; ');
  const reason = sweep.reason === null ? '' : ` (${sweep.reason})`;
  return `As of ${momentUtc(at)}: ${state}${reason}. Trials: ${trials}, of ${sweep.plannedTrials.toLocaleString('en')} planned.`;
}
