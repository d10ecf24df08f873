import { type Drawing, FIGURES, svgOf } from '@latentsweep/figures';
import type { ReportedFigure } from '../figures.ts';
import { html, Markup } from '../markup.ts';
import type { Report } from '../report.ts';

/** The figures, each with what it shows and how to have it as a file. */
export function figuresSection({ figures, whole }: Report): Markup {
  return html`<section aria-labelledby="figures">
<h2 id="figures">Figures</h2>
${figures.map((figure) => figureMarkup(figure, whole.sweep.slug))}</section>
`;
}

function figureMarkup(figure: ReportedFigure, slug: string): Markup {
  const { name } = figure;
  const { about } = FIGURES[name];
  if (figure.drawing === null) return html`<p>${about} <em>Not drawn: ${figure.why}</em></p>\n`;
  return html`<figure>
${new Markup(svgOf(unled(figure.drawing), { theme: 'page' }))}
<figcaption>${about} <code>sweep plot ${slug} ${name} --to ${name}.svg</code></figcaption>
</figure>
`;
}

/** Its marks lead nowhere here: there is no page behind them. */
function unled(drawing: Drawing): Drawing {
  return { ...drawing, marks: drawing.marks.map(({ leadsTo: _, ...mark }) => mark) };
}
