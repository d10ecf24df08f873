import { type Bounds, inRange, UNPRINTABLE } from '@latentsweep/core';
import { type Findings, join } from './faults.ts';
import { didYouMean } from './nearest.ts';
import { show, type Tree } from './tree.ts';

/** What a value must be. */
export type Rule = Wording & Kind;

/** In messages, in place of the words of the kind. */
interface Wording {
  /** `a list of column names` */
  readonly what?: string;
  readonly hint?: string;
}

type Kind =
  | ({ readonly type: 'integer' | 'number' } & Bounds)
  | ({ readonly type: 'integers'; readonly maxItems: number } & Bounds)
  /** `later`: names that will be understood one day. */
  | {
      readonly type: 'choice';
      readonly choices: readonly string[];
      readonly later?: readonly string[];
    }
  | { readonly type: 'text'; readonly maxLength: number }
  /** Text that may be written as a number or a boolean. */
  | { readonly type: 'label'; readonly maxLength: number }
  | { readonly type: 'boolean' }
  | { readonly type: 'texts'; readonly maxItems: number }
  /** Labels, as they are written. */
  | { readonly type: 'words'; readonly maxItems: number }
  /** Short names: a set, which comes out sorted. */
  | { readonly type: 'labels'; readonly maxItems: number };

/** What one of `labels` may be. */
export const LABEL = /^[a-z0-9_-]{1,32}$/;

/** What a rule yields. */
export type Value = number | string | boolean | readonly number[] | readonly string[];

/** The value where it obeys `rule`; otherwise undefined, and a fault. */
export function readValue(rule: Rule, tree: Tree, path: string, findings: Findings): Value | undefined {
  switch (rule.type) {
    case 'integer':
    case 'number':
      return readNumber(rule, tree, path, findings);
    case 'integers':
      return readList(rule, tree, path, findings, (item, at) =>
        readNumber({ ...rule, type: 'integer' }, item, at, findings),
      );
    case 'choice':
      return readChoice(rule, tree, path, findings);
    case 'text':
    case 'label':
      return readText(rule, tree, path, findings);
    case 'boolean':
      return tree.kind === 'scalar' && typeof tree.value === 'boolean'
        ? tree.value
        : wrong(rule, tree, path, findings);
    case 'texts':
      return readList(rule, tree, path, findings, (item, at) =>
        readText({ type: 'text', maxLength: 1000 }, item, at, findings),
      );
    case 'words':
      return readList(rule, tree, path, findings, (item, at) => readWord(item, at, findings));
    case 'labels':
      return readLabels(rule, tree, path, findings);
    default:
      return rule satisfies never;
  }
}

function readNumber(
  rule: Extract<Rule, { type: 'integer' | 'number' }>,
  tree: Tree,
  path: string,
  findings: Findings,
): number | undefined {
  const value = tree.kind === 'scalar' ? tree.value : null;
  if (typeof value !== 'number') {
    return wrong(rule, tree, path, findings, numberHint(tree));
  }
  if (!Number.isFinite(value)) {
    findings.fault(
      'not_finite',
      path,
      tree.at,
      `must be a finite number, got ${show(tree)}`,
      'Use a finite number.',
    );
    return undefined;
  }
  if (rule.type === 'integer' && !Number.isInteger(value)) return wrong(rule, tree, path, findings);
  if (!inRange(value, rule)) {
    findings.fault(
      'out_of_range',
      path,
      tree.at,
      `must be ${describe(rule)}, got ${show(tree)}`,
      'Choose a value in that range.',
    );
    return undefined;
  }
  return value + 0;
}

function numberHint(tree: Tree): string | undefined {
  if (tree.kind !== 'scalar' || typeof tree.value !== 'string') return undefined;
  const number = Number(tree.value.replaceAll(/[_,\s]/g, ''));
  return tree.value.trim() !== '' && Number.isFinite(number) ? `Write ${number}, without quotes.` : undefined;
}

function readChoice(
  rule: Extract<Rule, { type: 'choice' }>,
  tree: Tree,
  path: string,
  findings: Findings,
): string | undefined {
  const value = tree.kind === 'scalar' ? tree.value : null;
  if (typeof value !== 'string') return wrong(rule, tree, path, findings);
  if (rule.choices.includes(value)) return value;
  if (rule.later?.includes(value)) {
    findings.fault(
      'not_yet',
      path,
      tree.at,
      `${show(tree)} is not available yet`,
      `Use ${anyOf(rule.choices)}.`,
    );
  } else {
    findings.fault(
      'unknown_value',
      path,
      tree.at,
      `unknown value ${show(tree)}`,
      `${didYouMean(value, rule.choices)}Use ${anyOf(rule.choices)}.`,
    );
  }
  return undefined;
}

function readText(
  rule: { readonly type: 'text' | 'label'; readonly maxLength: number },
  tree: Tree,
  path: string,
  findings: Findings,
): string | undefined {
  // A label is what is written: YAML's value of True, 1.10 and 0123 is another text.
  const label = rule.type === 'label';
  if (tree.kind !== 'scalar' || (tree.value === null && !(label && tree.source !== ''))) {
    return wrong(rule, tree, path, findings);
  }
  if (typeof tree.value !== 'string' && !label) {
    return wrong(rule, tree, path, findings, `Put it in quotes: "${tree.source}".`);
  }
  const text = tree.source;
  if (text.trim() === '' || text.length > rule.maxLength) return wrong(rule, tree, path, findings);
  const bad = UNPRINTABLE.exec(text);
  if (bad) {
    const code = bad[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    findings.fault(
      'unprintable',
      path,
      tree.at,
      `must be printable text, but character ${bad.index + 1} is U+${code}`,
      'Remove that character.',
    );
    return undefined;
  }
  return text;
}

/** Any scalar as it is written. */
function readWord(tree: Tree, path: string, findings: Findings): string | undefined {
  if (tree.kind !== 'scalar') return wrong({ type: 'label', maxLength: 1000 }, tree, path, findings);
  return tree.source;
}

function readLabels(
  rule: Extract<Rule, { type: 'labels' }>,
  tree: Tree,
  path: string,
  findings: Findings,
): string[] | undefined {
  const seen = new Set<string>();
  const labels = readList(rule, tree, path, findings, (item, at) => {
    const label = item.kind === 'scalar' ? String(item.value) : '';
    if (!LABEL.test(label)) {
      const message = `must be 1 to 32 of a-z, 0-9, _ and -, got ${show(item)}`;
      findings.fault('bad_label', at, item.at, message, 'Write a label such as gpu or a100.');
      return undefined;
    }
    if (seen.has(label)) {
      findings.fault('duplicate_label', at, item.at, `${show(item)} is given twice`, 'Keep one of the two.');
    }
    seen.add(label);
    return label;
  });
  return labels?.toSorted();
}

function readList<T>(
  rule: Extract<Rule, { type: 'integers' | 'texts' | 'words' | 'labels' }>,
  tree: Tree,
  path: string,
  findings: Findings,
  readItem: (item: Tree, path: string) => T | undefined,
): T[] | undefined {
  if (tree.kind !== 'list') {
    const one = tree.kind === 'scalar' && tree.value !== null;
    return wrong(rule, tree, path, findings, one ? `Write a list: [${tree.source}].` : undefined);
  }
  if (tree.items.length > rule.maxItems) {
    return wrong(rule, tree, path, findings, `It has ${tree.items.length} items.`);
  }
  const items = tree.items.map((item, i) => readItem(item, join(path, i)));
  return items.includes(undefined) ? undefined : (items as T[]);
}

function wrong(rule: Rule, tree: Tree, path: string, findings: Findings, hint?: string): undefined {
  findings.fault(
    'wrong_type',
    path,
    tree.at,
    `must be ${describe(rule)}, got ${show(tree)}`,
    hint ?? rule.hint ?? HINTS[rule.type],
  );
}

const HINTS: Readonly<Record<Rule['type'], string>> = {
  integer: 'Use a whole number.',
  number: 'Use a number.',
  integers: 'Write a list such as [10, 10].',
  choice: 'Use one of the names.',
  text: 'Write a text that is not empty and not too long.',
  label: 'Write a word or a number.',
  boolean: 'Write true or false.',
  texts: 'Write a list such as [a, b].',
  words: 'Write a list such as [a, 1].',
  labels: 'Write a list such as [gpu].',
};

/** The rule in words: "a whole number from 1 to 1024". */
export function describe(rule: Rule): string {
  if (rule.what !== undefined) return rule.what;
  switch (rule.type) {
    case 'integer':
      return `a whole number${range(rule)}`;
    case 'number':
      return `a number${range(rule)}`;
    case 'integers':
      return `a list of at most ${rule.maxItems} whole numbers${range(rule)}`;
    case 'choice':
      return `one of ${rule.choices.join(', ')}`;
    case 'text':
      return `text of 1 to ${rule.maxLength} characters`;
    case 'label':
      return 'a label';
    case 'boolean':
      return 'true or false';
    case 'texts':
      return 'a list of texts';
    case 'words':
      return 'a list of words';
    case 'labels':
      return `a list of at most ${rule.maxItems} labels`;
    default:
      return rule satisfies never;
  }
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Bounds): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  const low =
    minimum !== undefined
      ? `of at least ${minimum}`
      : exclusiveMinimum !== undefined
        ? `above ${exclusiveMinimum}`
        : '';
  const high =
    maximum !== undefined
      ? `at most ${maximum}`
      : exclusiveMaximum !== undefined
        ? `below ${exclusiveMaximum}`
        : '';
  const both = [low, high].filter((side) => side !== '').join(' and ');
  return both === '' ? '' : ` ${both}`;
}

function anyOf(choices: readonly string[]): string {
  return choices.length === 1 ? choices[0]! : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}
