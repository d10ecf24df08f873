import { METRIC_NAME } from '@latentsweep/core';

/** Numbers that a program gave under names, at some place of its run. */
export interface Report {
  /** Null: the next one. */
  readonly step: number | null;
  /** The step that it is to a band, where that is another: W&B's `_step` counts from 0, and its bands rows from 1. */
  readonly place?: number;
  readonly values: ReadonlyMap<string, number>;
}

const BRACE = '{'.charCodeAt(0);

export type JsonObject = Readonly<Record<string, unknown>>;

const STEPS = ['step', '_step'];
const FROM_ZERO = '_step';

/** The JSON object that a line is, with NaN and infinities as Python writes them. Null: it is something else. */
export function jsonLine(line: Buffer): JsonObject | null {
  if (!line.includes(BRACE)) return null;
  const text = line.toString().trim();
  if (!text.startsWith('{') || !text.endsWith('}')) return null;
  const parsed = parse(text) ?? (NOT_JSON.test(text) ? parse(text.replaceAll(TOKEN, asJson)) : null);
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    ? (parsed as JsonObject)
    : null;
}

/** What an object reports: null where it has no number under a name. Names in `beside` are not metrics. */
export function reportOf(object: JsonObject, beside: readonly string[] = []): Report | null {
  const values = new Map<string, number>();
  for (const [name, value] of Object.entries(object)) {
    if (!STEPS.includes(name) && !beside.includes(name)) flatten(name, value, values);
  }
  if (values.size === 0) return null;
  const named = STEPS.find((name) => Number.isFinite(object[name]));
  if (named === undefined) return { step: null, values };
  const step = object[named] as number;
  return { step, values, ...(named === FROM_ZERO ? { place: step + 1 } : {}) };
}

/** A value of an object that `jsonLine` has read: it has NaN as a text of its own. */
export const numberIn = (value: unknown): unknown => (value === NAN ? Number.NaN : value);

/** Names of nested objects are joined by dots; one that is too long ends it. */
function flatten(name: string, value: unknown, into: Map<string, number>): void {
  const number = typeof value === 'boolean' ? Number(value) : numberIn(value);
  if (typeof number === 'number') {
    if (METRIC_NAME.test(name) && name !== '__proto__') into.set(name, number);
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && name.length < 64) {
    for (const [inner, of] of Object.entries(value)) flatten(`${name}.${inner}`, of, into);
  }
}

const NOT_JSON = /NaN|Infinity/;
/** A string, which stays as it is, or a number that JSON does not have. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;
/** No program writes this text. */
const NAN = '\u0000NaN';
const TOKENS: Readonly<Record<string, string>> = {
  NaN: JSON.stringify(NAN),
  Infinity: '1e999',
  '-Infinity': '-1e999',
};

const asJson = (token: string) => TOKENS[token] ?? token;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
