/** The header of an ARFF file, or of KEEL's form of it. */

import { InputError } from '@latentsweep/core';
import type { Line } from '../text/lines.ts';
import { type Attribute, attributeOf } from './attribute.ts';
import { arffFault, shownValue } from './refuse.ts';

export interface ArffHeader {
  readonly attributes: readonly Attribute[];
  /** What KEEL's `@outputs` names, or null. */
  readonly output: string | null;
}

/** Takes the lines of a header one by one, until `@data`. */
export class HeaderReader {
  readonly #label: string;
  readonly #attributes: Attribute[] = [];
  readonly #lines = new Map<string, number>();
  #outputs: { readonly names: readonly string[]; readonly line: number } | null = null;
  #relation: number | null = null;

  constructor(label: string) {
    this.#label = label;
  }

  /** The header, with the line `@data`; null before. Throws InputError with the line. */
  read({ number, text }: Line): ArffHeader | null {
    const line = text.replace(/^\ufeff/, '').trim();
    if (line === '' || /^[%#]/.test(line)) return null;
    const fault = (what: string, hint: string) => arffFault(this.#label, number, what, hint);
    const [, word = '', rest = ''] = /^@([A-Za-z]+)(.*)$/s.exec(line) ?? [];
    switch (word.toLowerCase()) {
      case 'relation':
        if (this.#relation !== null || this.#attributes.length > 0) throw secondHeader(this.#label, number);
        this.#relation = number;
        return null;
      case 'attribute':
        this.#add(attributeOf(this.#label, number, rest), number);
        return null;
      case 'input':
      case 'inputs':
        return null;
      case 'output':
      case 'outputs':
        this.#outputs = { names: namesIn(rest), line: number };
        return null;
      case 'data':
        return this.#end();
      case '':
        throw fault(
          `is none of a header: ${shownValue(line)}`,
          'A header has lines that begin with @, and comments that begin with %.',
        );
      default:
        throw fault(
          `has the unknown keyword @${word}`,
          'A header has @relation, @attribute, @inputs, @outputs and @data.',
        );
    }
  }

  #add(attribute: Attribute, line: number): void {
    const { name } = attribute;
    const first = this.#lines.get(name);
    if (first !== undefined) {
      throw new InputError(
        'duplicate_column',
        `${this.#label} has two columns \`${name}\`, on lines ${first} and ${line}.`,
        'Give each its own name.',
      );
    }
    this.#lines.set(name, line);
    this.#attributes.push(attribute);
  }

  #end(): ArffHeader {
    if (this.#attributes.length === 0) throw noAttributes(this.#label);
    const outputs = this.#outputs;
    const unknown = outputs?.names.find((name) => !this.#lines.has(name));
    if (unknown !== undefined) {
      throw arffFault(
        this.#label,
        outputs!.line,
        `names the output ${shownValue(unknown)}, which no attribute is called`,
        'Name an attribute of the header.',
      );
    }
    const named = outputs?.names.length === 1 ? outputs.names[0]! : null;
    return { attributes: this.#attributes, output: named ?? this.#attributes.at(-1)!.name };
  }
}

/** `'a', b,` with or without quotes. */
function namesIn(rest: string): string[] {
  return rest
    .split(',')
    .map((name) => name.trim().replace(/^(['"])(.*)\1$/, '$2'))
    .filter((name) => name !== '');
}

export function secondHeader(label: string, line: number): InputError {
  return arffFault(
    label,
    line,
    'begins a second header',
    'Two files were joined: cut it in two there, or take the second header out if it is the same.',
  );
}

function noAttributes(label: string): InputError {
  return new InputError(
    'bad_arff',
    `${label} has no @attribute before @data.`,
    'Declare each column: @attribute NAME TYPE.',
  );
}

export function noData(label: string): InputError {
  return new InputError(
    'bad_arff',
    `${label} has no line @data.`,
    'Rows follow a line @data. Does the file end too early?',
  );
}

/** By its first lines. */
export function isArff(start: string): boolean {
  const first = start.split(/\r\n|\n|\r/).find((line) => !/^[\s\ufeff]*([%#].*)?$/.test(line));
  return first !== undefined && /^[\s\ufeff]*@(relation|attribute)\b/i.test(first);
}
