import type { ShownColumn } from '@latentsweep/worker';
import type { DataOf } from './wish.ts';

type Column = DataOf<'generated'>['columns'][number];

const BINS = 20;
/** Levels that have a bar of their own. */
const MOST_LEVELS = 11;

/** How the values of a column are distributed among made rows and among real ones, as shares of the rows of each kind. */
export function columnShares(column: ShownColumn): Column {
  return column.levels === null ? numberShares(column) : levelShares(column, column.levels);
}

function numberShares({ name, made, real }: ShownColumn): Column {
  const there = [...made, ...real].filter(Number.isFinite);
  const low = there.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = there.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (there.length === 0) return { column: name, choices: null, edges: [0, 1], real: [0], generated: [0] };
  const edges = edgesBetween(low, high);
  const bins = edges.length - 1;
  const binOf = (value: number) =>
    bins === 1 ? 0 : Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
  return {
    column: name,
    choices: null,
    edges,
    real: shares(real, binOf, bins),
    generated: shares(made, binOf, bins),
  };
}

/** One bin where there is one value, or the step between neighbours is too small for a number. */
function edgesBetween(low: number, high: number): number[] {
  const width = (high - low) / BINS;
  if (!(low + width > low) || !Number.isFinite(width)) return [low - 0.5, high + 0.5];
  return Array.from({ length: BINS + 1 }, (_, i) => (i === BINS ? high : low + i * width));
}

/** The most frequent levels in their own order, and all others together. */
function levelShares({ name, made, real }: ShownColumn, levels: readonly string[]): Column {
  const rows = levels.map(() => 0);
  for (const code of [...made, ...real]) if (!Number.isNaN(code)) rows[code]!++;
  const places = levels.map((_, code) => code);
  const frequent = places
    .toSorted((a, b) => rows[b]! - rows[a]!)
    .slice(0, levels.length > MOST_LEVELS + 1 ? MOST_LEVELS : levels.length);
  const shown = places.filter((code) => frequent.includes(code));
  const others = levels.length - shown.length;
  const choices = [...shown.map((code) => levels[code]!), ...(others > 0 ? [`${others} others`] : [])];
  const barOf = (code: number) => (frequent.includes(code) ? shown.indexOf(code) : shown.length);
  return {
    column: name,
    choices,
    edges: Array.from({ length: choices.length + 1 }, (_, i) => i),
    real: shares(real, barOf, choices.length),
    generated: shares(made, barOf, choices.length),
  };
}

function shares(values: Float64Array, binOf: (value: number) => number, bins: number): number[] {
  const found = Array.from({ length: bins }, () => 0);
  for (const value of values) if (Number.isFinite(value)) found[binOf(value)]!++;
  return found.map((count) => (values.length === 0 ? 0 : count / values.length));
}
