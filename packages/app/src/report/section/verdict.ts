import { verdictNotes } from '../../verdict/notes.ts';
import { isGiven } from '../../verdict/read.ts';
import { noVerdict } from '../../verdict/refusal.ts';
import { comparisonTable, verdictSentence } from '../../verdict/text.ts';
import { html, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';

/** Whether augmentation helped, as `sweep verdict` says it; or why that can't be said. */
export function verdictSection({ judged }: Report): Markup {
  return html`<section aria-labelledby="verdict">
<h2 id="verdict">Verdict</h2>
${judgement(judged)}</section>
`;
}

function judgement(judged: Report['judged']): Markup {
  const { verdict } = judged;
  if (!isGiven(verdict)) {
    const { message, hint } = noVerdict({ ...judged, verdict });
    return html`<p>${message} ${hint}</p>\n`;
  }
  const given = { ...judged, verdict };
  const notes = verdictNotes(given).map((note) => html`<li>${note}</li>\n`);
  return html`<p><strong>${verdictSentence(given)}</strong></p>
${table(comparisonTable(given))}<ul>
${notes}</ul>
`;
}

function table({ columns, rows }: ReturnType<typeof comparisonTable>): Markup {
  const heads = columns.map((column) => html`<th scope="col">${column}</th>`);
  const lines = rows.map((row) => html`<tr>${row.map((text) => html`<td>${text}</td>`)}</tr>\n`);
  return html`<div class="scroll" role="region" aria-label="Comparisons" tabindex="0"><table>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines}</tbody>
</table></div>
`;
}
