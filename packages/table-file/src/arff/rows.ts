/** Rows of ARFF against what their header declares. */

import { InputError, plural } from '@latentsweep/core';
import type { FileRow } from '../table.ts';
import type { Line } from '../text/lines.ts';
import type { Attribute } from './attribute.ts';
import { type Cell, cellsOf, pairsOf, weighted } from './cells.ts';
import { secondHeader } from './header.ts';
import { arffFault, shownValue } from './refuse.ts';

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
/** So many declared values are told. */
const MOST_TOLD = 10;

/** Makes rows of lines; null where a line is none. */
export class RowReader {
  readonly #label: string;
  readonly #attributes: readonly Attribute[];
  readonly #declared: readonly ReadonlySet<string>[];

  constructor(label: string, attributes: readonly Attribute[]) {
    this.#label = label;
    this.#attributes = attributes;
    this.#declared = attributes.map(({ values }) => new Set(values));
  }

  read({ number, text }: Line): FileRow | null {
    const line = text.trim();
    if (line === '' || line.startsWith('%')) return null;
    if (/^@(relation|attribute|data)\b/i.test(line)) throw secondHeader(this.#label, number);
    const cells = line.startsWith('{') ? this.#sparse(number, line) : this.#dense(number, line);
    return { line: number, cells };
  }

  #dense(line: number, text: string): (string | null)[] {
    const cells = cellsOf(this.#label, line, text);
    const width = this.#attributes.length;
    const last = cells.at(-1)!;
    if (cells.length === width + 1) {
      if (last.text.startsWith('{') && !last.quoted) throw weighted(this.#label, line, last.text);
      // A comma at the end.
      if (last.text === '' && !last.quoted) cells.pop();
    }
    if (cells.length !== width) {
      throw new InputError(
        'ragged_row',
        `Line ${line} of ${this.#label} has ${plural(cells.length, 'cell')}, the header declares ${width}.`,
        'Give every row a cell for each attribute (? where it is missing), and put values that hold a comma in quotes.',
      );
    }
    return cells.map((cell, i) => this.#value(line, i, cell));
  }

  /** What is left out is 0, and of a nominal the first value that is declared. */
  #sparse(line: number, text: string): (string | null)[] {
    const pairs = pairsOf(this.#label, line, text);
    const values = this.#attributes.map(({ type, values: [first] }) =>
      type === 'number' ? '0' : type === 'nominal' ? first! : undefined,
    );
    const cells: (string | null | undefined)[] = values;
    for (const { index, ...cell } of pairs) {
      if (index >= cells.length) {
        throw arffFault(
          this.#label,
          line,
          `has the index ${index}, but there are ${plural(cells.length, 'attribute')}`,
          'Indices count from 0.',
        );
      }
      cells[index] = this.#value(line, index, cell);
    }
    const absent = cells.indexOf(undefined);
    if (absent < 0) return cells as (string | null)[];
    throw arffFault(
      this.#label,
      line,
      `leaves out \`${this.#attributes[absent]!.name}\`, which is text, so that nothing stands for 0`,
      'Write it in every row, or ? where it is missing.',
    );
  }

  #value(line: number, index: number, { text, quoted }: Cell): string | null {
    if (!quoted && (text === '' || text === '?' || text === '<null>')) return null;
    const attribute = this.#attributes[index]!;
    const value = text.trim();
    switch (attribute.type) {
      case 'number':
        if (NUMBER.test(value)) return value;
        if (/^nan$/i.test(value)) return null;
        throw arffFault(
          this.#label,
          line,
          `has ${shownValue(value)} for \`${attribute.name}\`, which is declared to be a number`,
          'Write a number, or ? where it is missing.',
        );
      case 'nominal':
        if (this.#declared[index]!.has(value)) return value;
        throw this.#undeclared(line, attribute, value);
      case 'string':
      case 'date':
        return text;
    }
  }

  #undeclared(line: number, { name, values }: Attribute, value: string): InputError {
    const near = values.find((one) => one.toLowerCase() === value.toLowerCase());
    const same = near ?? values.find((one) => value !== '' && Number(one) === Number(value));
    const told = values.slice(0, MOST_TOLD).map(shownValue).join(', ');
    const more = values.length > MOST_TOLD ? ` and ${values.length - MOST_TOLD} more` : '';
    const hint =
      same === undefined ? `Declared are ${told}${more}.` : `Declared is ${shownValue(same)}: write it so.`;
    return new InputError(
      'undeclared_value',
      `Line ${line} of ${this.#label} has ${shownValue(value)} for \`${name}\`, which its header does not declare.`,
      hint,
    );
  }
}
