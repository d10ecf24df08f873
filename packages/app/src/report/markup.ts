import { printable } from '@latentsweep/core';

/** HTML as `html` made it: whatever stands between its tags was escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | readonly Part[];

/**
 * A template of markup in which every value is escaped unless it is markup itself: names come from users and may hold
 * anything. Null is nothing, a list is its items one after another.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  const written = values.map((value, i) => `${textOf(value)}${parts[i + 1]}`);
  return new Markup(`${parts[0]}${written.join('')}`);
}

function textOf(value: Part): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(textOf).join('');
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** In text and between quotes of an attribute. Line feeds and tabs stay, other controls are shown. */
function escaped(text: string): string {
  return text
    .split('\n')
    .map(visible)
    .join('\n')
    .replaceAll(/[&<>"']/g, (c) => ENTITIES[c]!);
}

const visible = (line: string) => line.split('\t').map(printable).join('\t');
