import { isDrawable } from '../scale.ts';

/** A result of SQL: values as JSON has them, or as the database's client does. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** What the values of a column are; `nothing`: all of them are null. */
type ColumnKind = 'numbers' | 'moments' | 'words' | 'nothing';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Whole numbers alone: counts, ranks, replicates. */
  readonly whole: boolean;
  /** By row: a number, milliseconds since 1970, or a word; null: neither has a place on an axis, nor is there one. */
  readonly values: readonly (number | string | null)[];
  /** How many different values there are, null aside. */
  readonly different: number;
}

/** A moment as JSON and Postgres write it; no number is taken for one. */
const MOMENT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** Numbers that have no finite value, as JSON has them. */
const ENDLESS = new Set(['NaN', 'Infinity', '-Infinity']);

export function columnOf(table: Table, index: number): Column {
  const raw = table.rows.map((row) => row[index] ?? null);
  const kind = kindOf(raw.filter((value) => value !== null));
  const values = raw.map((value) => (value === null ? null : READ[kind](value)));
  const kept = values.filter((value) => value !== null);
  return {
    name: table.columns[index]!,
    kind,
    values,
    whole: kind === 'numbers' && kept.every(Number.isInteger),
    different: new Set(kept).size,
  };
}

function kindOf(values: readonly unknown[]): ColumnKind {
  if (values.length === 0) return 'nothing';
  if (values.every(isNumber)) return values.every(isEndless) ? 'nothing' : 'numbers';
  return values.every(isMoment) ? 'moments' : 'words';
}

function isNumber(value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return true;
  if (typeof value !== 'string' || value.trim() === '') return false;
  return ENDLESS.has(value) || Number.isFinite(Number(value));
}

const isEndless = (value: unknown): boolean => !isDrawable(Number(value));

function isMoment(value: unknown): boolean {
  if (value instanceof Date) return true;
  return typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(millisecondsOf(value));
}

/** A moment without a zone is UTC, as the database means it; `2026-11-27 13:00:00+00` is none of JavaScript's forms. */
function millisecondsOf(text: string): number {
  const [, day, clock, zone] = /^(.{10})(?:[T ]([\d:.]+))?(.*)$/.exec(text)!;
  const offset = zone === '' ? 'Z' : zone!.length === 3 ? `${zone}:00` : zone;
  return Date.parse(`${day}T${clock ?? '00:00'}${offset}`);
}

const drawable = (value: number): number | null => (isDrawable(value) ? value : null);

const READ: Readonly<Record<ColumnKind, (value: unknown) => number | string | null>> = {
  numbers: (value) => drawable(Number(value)),
  moments: (value) => drawable(value instanceof Date ? value.getTime() : millisecondsOf(String(value))),
  words: (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)),
  nothing: () => null,
};
