import { cut } from '../../text/cut.ts';
import { html, type Markup } from '../markup.ts';

/** A list of thousands of values says no more than its first. */
const LONGEST = 400;

/** Labels with values, one under the other; a value of null is left out. */
export function factList(facts: readonly (readonly [label: string, value: string | null])[]): Markup {
  const items = facts.flatMap(([label, value]) =>
    value === null ? [] : [html`<div><dt>${label}</dt><dd>${cut(value, LONGEST)}</dd></div>\n`],
  );
  return html`<dl>\n${items}</dl>\n`;
}
