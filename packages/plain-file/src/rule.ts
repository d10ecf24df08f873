import { type Bounds, inRange, type TextForm, UNPRINTABLE } from '@latentsweep/core';
import type { Found } from './found.ts';
import { show, type Tree } from './tree.ts';
import { anyOf, didYouMean, range } from './words.ts';

/** What a value must be. */
export type Rule = Wording & Kind;

/** In messages, in place of the words of the kind. */
interface Wording {
  /** `a list of column names` */
  readonly what?: string;
  readonly hint?: string;
}

type Kind =
  | ({ readonly type: 'integer' } & Bounds)
  | ({ readonly type: 'number' } & Bounds)
  | ({ readonly type: 'integers'; readonly maxItems: number } & Bounds)
  /** `listed`: where a list that is too long for a message stands. */
  | { readonly type: 'choice'; readonly choices: readonly string[]; readonly listed?: string }
  | { readonly type: 'text'; readonly maxLength: number }
  /** Text that may be written as a number or a boolean. */
  | { readonly type: 'label'; readonly maxLength: number }
  | { readonly type: 'boolean' }
  /** Each maybe of a form, which has one way to write it. */
  | { readonly type: 'texts'; readonly maxItems: number; readonly form?: TextForm }
  /** A text, a number or a boolean, as YAML has it, or a list of them. */
  | { readonly type: 'mixed' }
  /** Labels, as they are written. */
  | { readonly type: 'words'; readonly maxItems: number }
  /** Short names: a set, which comes out sorted. */
  | { readonly type: 'labels'; readonly maxItems: number };

/** What a rule yields. */
export type ValueOf<Of extends Rule> = Of extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : Exclude<ReturnType<(typeof KINDS)[Of['type']]['read']>, undefined>;

export type JsonSchema = Readonly<Record<string, unknown>>;

/** All that is known of a kind of rule. */
interface KindOf<Of extends Rule> {
  /** "a whole number from 1 to 1024" */
  words(rule: Of): string;
  readonly hint: string;
  /** In draft-07. */
  schema(rule: Of): JsonSchema;
  /** Undefined, and a fault, where the value does not obey. */
  read(rule: Of, found: Found): unknown;
}

/** What one of `labels` may be. */
export const LABEL = /^[a-z0-9_-]{1,32}$/;

const listSchema = ({ maxItems }: { readonly maxItems: number }, items: JsonSchema): JsonSchema => ({
  type: 'array',
  maxItems,
  items,
});

const MOST_ITEMS = 1000;
const SCALAR = { type: ['string', 'number', 'boolean'] };

const KINDS = {
  integer: {
    words: (rule) => `a whole number${range(rule)}`,
    hint: 'Use a whole number.',
    schema: (rule) => ({ type: 'integer', ...boundsOf(rule) }),
    read: readNumber,
  },
  number: {
    words: (rule) => `a number${range(rule)}`,
    hint: 'Use a number.',
    schema: (rule) => ({ type: 'number', ...boundsOf(rule) }),
    read: readNumber,
  },
  integers: {
    words: (rule) => `a list of at most ${rule.maxItems} whole numbers${range(rule)}`,
    hint: 'Write a list such as [10, 10].',
    schema: (rule) => listSchema(rule, { type: 'integer', ...boundsOf(rule) }),
    read: (rule, found) => readList(rule, found, (item) => readNumber({ ...rule, type: 'integer' }, item)),
  },
  choice: {
    words: ({ choices }) => `one of ${choices.join(', ')}`,
    hint: 'Use one of the names.',
    schema: ({ choices }) => ({ type: 'string', enum: choices }),
    read: readChoice,
  },
  text: {
    words: ({ maxLength }) => `text of 1 to ${maxLength} characters`,
    hint: 'Write a text that is not empty and not too long.',
    schema: ({ maxLength }) => ({ type: 'string', minLength: 1, maxLength }),
    read: readText,
  },
  label: {
    words: () => 'a label',
    hint: 'Write a word or a number.',
    schema: () => ({ type: ['string', 'number', 'boolean'] }),
    read: readText,
  },
  boolean: {
    words: () => 'true or false',
    hint: 'Write true or false.',
    schema: () => ({ type: 'boolean' }),
    read: (rule, found) => {
      const value = scalarOf(found);
      return typeof value === 'boolean' ? value : wrong(rule, found);
    },
  },
  texts: {
    words: () => 'a list of texts',
    hint: 'Write a list such as [a, b].',
    schema: (rule) => listSchema(rule, { type: 'string' }),
    read: (rule, found) => readList(rule, found, (item) => readFormed(rule, item)),
  },
  mixed: {
    words: () => 'a text, a number, true or false, or a list of them',
    hint: 'Write such as adam, 0.1 or true; for no value a text of your own, such as none.',
    schema: () => ({ anyOf: [SCALAR, { type: 'array', maxItems: MOST_ITEMS, items: SCALAR }] }),
    read: readMixed,
  },
  words: {
    words: () => 'a list of words',
    hint: 'Write a list such as [a, 1].',
    schema: (rule) => listSchema(rule, { type: ['string', 'number', 'boolean', 'null'] }),
    read: (rule, found) => readList(rule, found, readWord),
  },
  labels: {
    words: ({ maxItems }) => `a list of at most ${maxItems} labels`,
    hint: 'Write a list such as [gpu].',
    schema: ({ maxItems }) => ({
      type: 'array',
      maxItems,
      uniqueItems: true,
      items: { type: 'string', pattern: LABEL.source },
    }),
    read: readLabels,
  },
} as const satisfies { readonly [Type in Rule['type']]: KindOf<Extract<Rule, { readonly type: Type }>> };

/** A kind as one of any rule: it is to be given those of its own type. */
const kindOf = (rule: Rule): KindOf<Rule> => KINDS[rule.type];

/** The value where it obeys `rule`; otherwise undefined, and a fault. */
export function readValue<const Of extends Rule>(rule: Of, found: Found): ValueOf<Of> | undefined {
  return kindOf(rule).read(rule, found) as ValueOf<Of> | undefined;
}

/** The values of all items, or undefined and the faults of each. */
export function readItems<const Of extends Rule>(
  rule: Of,
  items: readonly Found[],
): ValueOf<Of>[] | undefined {
  const values = items.map((item) => readValue(rule, item));
  return values.some((value) => value === undefined) ? undefined : (values as ValueOf<Of>[]);
}

/** The rule in words: "a whole number from 1 to 1024". */
export const describe = (rule: Rule): string => rule.what ?? kindOf(rule).words(rule);

/** The rule as a JSON Schema. */
export const schemaOf = (rule: Rule): JsonSchema => kindOf(rule).schema(rule);

/** The bounds that there are. */
export function boundsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Bounds): Bounds {
  const given = Object.entries({ minimum, maximum, exclusiveMinimum, exclusiveMaximum });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

const scalarOf = ({ tree }: Found) => (tree.kind === 'scalar' ? tree.value : null);

function wrong(rule: Rule, found: Found, hint = rule.hint ?? kindOf(rule).hint): undefined {
  return found.fault('wrong_type', `must be ${describe(rule)}, got ${show(found.tree)}`, hint);
}

function readNumber(rule: Extract<Rule, { type: 'integer' | 'number' }>, found: Found): number | undefined {
  const value = scalarOf(found);
  const got = `got ${show(found.tree)}`;
  if (typeof value !== 'number') return wrong(rule, found, numberHint(found.tree));
  if (!Number.isFinite(value)) {
    return found.fault('not_finite', `must be a finite number, ${got}`, 'Use a finite number.');
  }
  if (rule.type === 'integer' && !Number.isInteger(value)) return wrong(rule, found);
  if (!inRange(value, rule)) {
    return found.fault('out_of_range', `must be ${describe(rule)}, ${got}`, 'Choose a value in that range.');
  }
  return value + 0;
}

function numberHint(tree: Tree): string | undefined {
  if (tree.kind !== 'scalar' || typeof tree.value !== 'string') return undefined;
  const number = Number(tree.value.replaceAll(/[_,\s]/g, ''));
  return tree.value.trim() !== '' && Number.isFinite(number) ? `Write ${number}, without quotes.` : undefined;
}

/** Of a long list, as many are named as may be meant. */
const FEW = 3;

function readChoice(rule: Extract<Rule, { type: 'choice' }>, found: Found): string | undefined {
  const value = scalarOf(found);
  if (typeof value !== 'string') return wrong(rule, found);
  if (rule.choices.includes(value)) return value;
  const hint = rule.listed
    ? `${didYouMean(value, rule.choices, FEW)}${rule.listed} lists them.`
    : `${didYouMean(value, rule.choices)}Use ${anyOf(rule.choices)}.`;
  return found.fault('unknown_value', `unknown value ${show(found.tree)}`, hint);
}

function readText(rule: Extract<Rule, { type: 'text' | 'label' }>, found: Found): string | undefined {
  const { tree } = found;
  // A label is what is written: YAML's value of True, 1.10 and 0123 is another text.
  const label = rule.type === 'label';
  if (tree.kind !== 'scalar' || (tree.value === null && !(label && tree.source !== ''))) {
    return wrong(rule, found);
  }
  if (typeof tree.value !== 'string' && !label) {
    return wrong(rule, found, `Put it in quotes: "${tree.source}".`);
  }
  const text = tree.source;
  if (text.trim() === '' || text.length > rule.maxLength) return wrong(rule, found);
  return printableText(text, found);
}

function printableText(text: string, found: Found): string | undefined {
  const bad = UNPRINTABLE.exec(text);
  if (!bad) return text;
  const code = bad[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  const message = `must be printable text, but character ${bad.index + 1} is U+${code}`;
  return found.fault('unprintable', message, 'Remove that character.');
}

type Scalar = number | string | boolean;

function readMixed(
  rule: Extract<Rule, { type: 'mixed' }>,
  found: Found,
): Scalar | readonly Scalar[] | undefined {
  if (found.tree.kind !== 'list') return readScalar(rule, found);
  return readList({ ...rule, maxItems: MOST_ITEMS }, found, (item) => readScalar(rule, item));
}

function readScalar(rule: Extract<Rule, { type: 'mixed' }>, found: Found): Scalar | undefined {
  const value = scalarOf(found);
  if (value === null) return wrong(rule, found);
  if (typeof value === 'string')
    return value.length > 4000 ? wrong(rule, found) : printableText(value, found);
  if (typeof value === 'boolean') return value;
  if (found.tree.kind !== 'scalar' || !/^[-+]?\d+$/.test(found.tree.source) || Number.isSafeInteger(value)) {
    return readNumber({ type: 'number' }, found);
  }
  const message = `must be a whole number up to 2^53, got ${show(found.tree)}`;
  return found.fault('out_of_range', message, 'A larger one would be rounded: put it in quotes.');
}

function readFormed({ form }: Extract<Rule, { type: 'texts' }>, found: Found): string | undefined {
  const text = readText({ type: 'text', maxLength: 1000 }, found);
  if (text === undefined || form === undefined) return text;
  const read = form.read(text);
  return typeof read === 'string' ? read : found.fault('bad_text', read.fault, read.hint);
}

/** Any scalar as it is written. */
function readWord(found: Found): string | undefined {
  const { tree } = found;
  return tree.kind === 'scalar' ? tree.source : wrong({ type: 'label', maxLength: 1000 }, found);
}

function readLabels(rule: Extract<Rule, { type: 'labels' }>, found: Found): string[] | undefined {
  const seen = new Set<string>();
  const labels = readList(rule, found, (item) => {
    const label = item.tree.kind === 'scalar' ? String(item.tree.value) : '';
    if (!LABEL.test(label)) {
      const message = `must be 1 to 32 of a-z, 0-9, _ and -, got ${show(item.tree)}`;
      return item.fault('bad_label', message, 'Write a label such as gpu or a100.');
    }
    if (seen.has(label)) {
      item.fault('duplicate_label', `${show(item.tree)} is given twice`, 'Keep one of the two.');
    }
    seen.add(label);
    return label;
  });
  return labels?.toSorted();
}

function readList<T>(
  rule: Rule & { readonly maxItems: number },
  found: Found,
  readItem: (item: Found) => T | undefined,
): T[] | undefined {
  const { tree } = found;
  const items = found.items();
  if (!items) {
    const one = tree.kind === 'scalar' && tree.value !== null;
    return wrong(rule, found, one ? `Write a list: [${tree.source}].` : undefined);
  }
  if (items.length > rule.maxItems) return wrong(rule, found, `It has ${items.length} items.`);
  const values = items.map(readItem);
  return values.includes(undefined) ? undefined : (values as T[]);
}
