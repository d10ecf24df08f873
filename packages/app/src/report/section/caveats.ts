import { html, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';

/** What the ranking can't tell, and what to do about it. */
export function caveatsSection({ whole }: Report): Markup {
  const items = whole.caveats.map(({ message, hint, command }) => {
    const typed = command === undefined ? null : html` <code>sweep ${command}</code>`;
    return html`<li><strong>${message}.</strong> ${hint}${typed}</li>\n`;
  });
  return html`<section aria-labelledby="caveats">
<h2 id="caveats">What the ranking cannot tell</h2>
${items.length === 0 ? html`<p>None of the caveats that are known applies.</p>\n` : html`<ul>\n${items}</ul>\n`}</section>
`;
}
