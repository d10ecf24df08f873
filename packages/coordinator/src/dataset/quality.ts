/** What a table has that is read as it is and may be a slip: said, and changed by nobody. */

import { type Fault, grouped, plural, type TableShape } from '@latentsweep/core';
import { MISSING_WORDS } from './column/missing.ts';
import type { ArrowColumn } from './content/arrow.ts';
import { listed, yamlNames } from './refuse.ts';
import type { TableDefinition } from './source.ts';

/** The share of rows from which contradictions are told. */
const TELLING_SHARE = 0.01;
/** A category with more levels, and with fewer rows a level, than these is told. */
const MANY_LEVELS = 50;
const FEW_ROWS = 20;

/** `labels`: of the target; `columns`: what is learnt from. */
export function qualityNotes(
  label: string,
  { target, missing }: Pick<TableDefinition, 'target' | 'missing'>,
  labels: readonly string[],
  columns: readonly ArrowColumn[],
  shape: TableShape,
): Fault[] {
  return [
    ...labelsAlike(target, labels),
    ...(missing === null ? missingLabels(target, labels) : []),
    ...namesAlike(label, columns),
    ...manyLevels(label, shape),
    ...contradictions(label, shape),
  ];
}

/** Groups of words that are one but for capitals and blanks. */
function alike(words: readonly string[]): string[][] {
  const bare = (word: string) => word.toLowerCase().replaceAll(/\s+/g, '');
  return [...Map.groupBy(words, bare).values()].filter(({ length }) => length > 1);
}

function labelsAlike(target: string, labels: readonly string[]): Fault[] {
  const groups = alike(labels);
  if (groups.length === 0) return [];
  const told = groups.slice(0, 3).map((group) => group.map((one) => `'${one}'`).join(' and '));
  const message = `Labels of the target \`${target}\` differ in capitals or blanks alone, and are classes of their own: ${told.join('; ')}`;
  const hint = 'If they mean the same, write them alike, for example with a `select`: lower(…).';
  return [{ code: 'labels_alike', path: 'dataset.target', message, hint }];
}

/** `-` stands beside `+`, and a point for many things. */
const NO_LABELS = MISSING_WORDS.filter((word) => word.length > 1 || word === '?');

function missingLabels(target: string, labels: readonly string[]): Fault[] {
  const found = labels.filter((one) => NO_LABELS.includes(one));
  if (found.length === 0) return [];
  const words = found.map((one) => `'${one}'`).join(', ');
  const message = `The target \`${target}\` is ${words} in some rows, which ${found.length === 1 ? 'is a class of its own' : 'are classes of their own'}`;
  const hint = `If that means no value, write \`missing: [${found.map((one) => JSON.stringify(one)).join(', ')}]\`, with all other words that do; \`missing: []\` says that it is a class.`;
  return [{ code: 'missing_label', path: 'dataset.target', message, hint }];
}

function namesAlike(label: string, columns: readonly ArrowColumn[]): Fault[] {
  const found = columns.flatMap((column) => {
    const [first] = column.kind === 'text' ? alike(column.levels) : [];
    return first ? [{ name: column.name, first }] : [];
  });
  if (found.length === 0) return [];
  const { name, first } = found[0]!;
  const others =
    found.length === 1
      ? ''
      : `, and so it is in ${listed(
          found.slice(1).map((one) => one.name),
          5,
        )}`;
  const message = `Names in column \`${name}\` of ${label} differ in capitals or blanks alone, and are levels of their own: ${first.map((one) => `'${one}'`).join(' and ')}${others}`;
  const hint = 'If they mean the same, write them alike, for example with a `select`: lower(…).';
  return [{ code: 'names_alike', path: 'dataset', message, hint }];
}

function manyLevels(label: string, { columns, rows }: TableShape): Fault[] {
  const many = columns.filter(({ levels }) => levels > MANY_LEVELS && rows < FEW_ROWS * levels);
  if (many.length === 0) return [];
  const [{ name, levels }, ...others] = many as [(typeof many)[number], ...(typeof many)[number][]];
  const names = many.map((one) => one.name);
  const more = others.length === 0 ? '' : `, and so are ${listed(names.slice(1), 5)}`;
  const message = `Column \`${name}\` of ${label} is a category of ${grouped(levels)} levels with ${plural(Math.floor(rows / levels), 'row')} each on average, a feature a level${more}`;
  const hint = `\`drop: [${yamlNames(names, 5)}]\` leaves it out; a \`select\` can put rare levels together.`;
  return [{ code: 'many_levels', path: 'dataset', message, hint }];
}

function contradictions(label: string, { contradictory, rows }: TableShape): Fault[] {
  if (contradictory < TELLING_SHARE * rows) return [];
  const message = `${grouped(contradictory)} of ${grouped(rows)} rows of ${label} equal a row of another class in all columns: nothing can tell them apart`;
  const hint = 'Is a column missing that does, or is a label wrong? They are learnt from as they are.';
  return [{ code: 'contradictory_rows', path: 'dataset', message, hint }];
}
