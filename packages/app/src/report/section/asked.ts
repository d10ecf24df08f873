import { measureNamed } from '@latentsweep/core';
import { cut } from '../../text/cut.ts';
import { distributionText } from '../../text/definition.ts';
import { objectivesOf } from '../../text/objectives.ts';
import { sweepFacts } from '../../view/sweep-facts.ts';
import { html, type Markup } from '../markup.ts';
import { momentUtc } from '../moment.ts';
import type { Report } from '../report.ts';
import { factList } from './facts.ts';

/** Labels of `sweepFacts` that say what the data are. */
const OF_DATA = ['data from', 'data', 'classes'];

const LONGEST_VALUES = 300;

/** What was searched, for what, and how it stands. */
export function askedSection({ whole }: Report): Markup {
  const facts = sweepFacts(whole, momentUtc).filter(([label]) => !OF_DATA.includes(label));
  const about = objectivesOf(whole.sweep).flatMap((name) => {
    const text = measureNamed.get(name)?.description;
    return text === undefined ? [] : [html`<p><code>${name}</code>: ${text}</p>\n`];
  });
  const rows = whole.definition.parameters.map(
    ({ name, distribution }) =>
      html`<tr><th scope="row">${name}</th><td>${cut(distributionText(distribution), LONGEST_VALUES)}</td></tr>\n`,
  );
  return html`<section aria-labelledby="asked">
<h2 id="asked">What was asked</h2>
${factList(facts)}${about}<table>
<caption>Parameters</caption>
<thead><tr><th scope="col">parameter</th><th scope="col">values</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
</section>
`;
}

/** What was read of the data. */
export function dataSection({ whole }: Report): Markup {
  return html`<section aria-labelledby="data">
<h2 id="data">The data</h2>
${factList(sweepFacts(whole, momentUtc).filter(([label]) => OF_DATA.includes(label)))}</section>
`;
}
