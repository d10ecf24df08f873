import type {
  DataReport,
  ImagesReport,
  LeftOut,
  ReportedClass,
  SimulatedReport,
  SplitCounts,
  TableReport,
} from '@latentsweep/coordinator';
import { plural, printable } from '@latentsweep/core';
import { cut } from './cut.ts';
import { count, percent } from './number.ts';

type Facts = readonly (readonly [label: string, value: string])[];

/** What was read, in two facts. Long lists are cut; a program gets the whole report. */
export function dataFacts(report: DataReport | null): Facts {
  if (report === null) return [];
  switch (report.kind) {
    case 'table':
      return tableFacts(report);
    case 'images':
      return imagesFacts(report);
    case 'simulated':
      return simulatedFacts(report);
  }
}

function tableFacts(report: TableReport): Facts {
  const { rows, features, numbers, categories, leftOut, split, target, classes, positive, rebalanced } =
    report;
  const columns = numbers + categories.length;
  const kinds = [
    ...(numbers > 0 ? [plural(numbers, 'number')] : []),
    ...(categories.length > 0 ? [plural(categories.length, 'category', 'categories')] : []),
  ];
  const encoded = features === columns ? '' : ` as ${plural(features, 'feature')}`;
  return [
    [
      'data',
      `${plural(rows, 'row')}: ${splitText(split)}; ${plural(columns, 'column')}${encoded}: ${kinds.join(', ')}` +
        leftOutText(leftOut),
    ],
    ['classes', `${short(target)} is ${classesText(classes, positive, rebalanced)}`],
  ];
}

function imagesFacts({ images, shape, split, classes, positive, rebalanced }: ImagesReport): Facts {
  return [
    ['data', `${plural(images, 'image')} of ${shapeText(shape)}: ${splitText(split)}`],
    [
      'classes',
      `${plural(classes.length, 'class', 'classes')}: ${classesText(classes, positive, rebalanced)}`,
    ],
  ];
}

/** Height, width and what a pixel is. */
const shapeText = ([height, width, channels]: ImagesReport['shape']): string =>
  `${height} x ${width}, ${channels === 1 ? 'grey' : 'colour'}`;

function classesText(
  classes: readonly ReportedClass[],
  positive: string | null,
  rebalanced: readonly string[],
): string {
  const of = positive === null ? '' : `positive: ${quoted(positive)}; `;
  return `${shownClasses(classes)}; ${of}rebalanced: ${rebalancedText(classes, rebalanced)}`;
}

function simulatedFacts({ features, classes, rebalanced, split }: SimulatedReport): Facts {
  const shares = classes.map(({ name, share }) =>
    share === null ? quoted(name) : `${quoted(name)} (${percent(share)})`,
  );
  return [
    ['data', `simulated rows: ${splitText(split)} in each replicate; ${plural(features, 'feature')}`],
    ['classes', `${ends(shares).join(', ')}; rebalanced: ${rebalancedText(classes, rebalanced)}`],
  ];
}

function splitText({ train, validation, test }: SplitCounts): string {
  return `${count(train)} training, ${count(validation)} validation, ${count(test)} test`;
}

/** `'no' 45 (27 + 9 + 9)`: its rows, and those in training, validation and test. */
function shownClasses(classes: readonly ReportedClass[]): string {
  return ends(
    classes.map(({ name, rows, split: { train, validation, test } }) => {
      const parts = [train, validation, test].map(count).join(' + ');
      return `${quoted(name)} ${count(rows)} (${parts})`;
    }),
  ).join(', ');
}

function rebalancedText(
  classes: readonly { readonly name: string }[],
  rebalanced: readonly string[],
): string {
  if (rebalanced.length === 1) return quoted(rebalanced[0]!);
  const rest = classes.find(({ name }) => !rebalanced.includes(name))!;
  return `all but ${quoted(rest.name)}`;
}

function leftOutText(leftOut: readonly LeftOut[]): string {
  if (leftOut.length === 0) return '';
  return `; left out: ${ends(leftOut.map(({ name, why }) => `${short(name)} (${why})`)).join(', ')}`;
}

/** A name in a list. */
const LONGEST_NAME = 24;
/** Names of a list that are shown, from its beginning and its end. */
const HEAD = 6;
const TAIL = 3;

function short(name: string): string {
  return cut(printable(name), LONGEST_NAME);
}

/** A label: quotes show where it begins and ends. */
function quoted(label: string): string {
  return `'${short(label)}'`;
}

function ends(items: readonly string[]): readonly string[] {
  if (items.length <= HEAD + TAIL + 1) return items;
  return [...items.slice(0, HEAD), `… ${items.length - HEAD - TAIL} more …`, ...items.slice(-TAIL)];
}
