import { type Curves, METRIC_NAME } from '@latentsweep/core';

/** What is known of a metric's reports, however many there were. */
export interface Metric {
  last: number;
  min: number;
  max: number;
  sum: number;
  count: number;
}

export interface Row {
  readonly step: number;
  readonly values: ReadonlyMap<string, number>;
}

/** What was reported up to a checkpoint, which it lies beside. Numbers that JSON does not have are text. */
export interface Saved {
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly rows: readonly (readonly [step: number, values: Readonly<Record<string, number>>])[];
  readonly stride: number;
  readonly count: number;
  /** The greatest step, as bands have it. */
  readonly furthest: number;
  /** Its result at a band that it had reached: what comes behind it is not to change that. */
  readonly cut: CutAt | null;
}

export interface CutAt {
  readonly until: number;
  readonly measures: Readonly<Record<string, number>>;
  readonly curves: Curves;
}

interface Read extends Pick<Saved, 'stride' | 'count' | 'furthest' | 'cut'> {
  readonly metrics: readonly (readonly [string, Metric])[];
  readonly rows: readonly Row[];
}

/** Throws where the text is nothing that was saved: it came from elsewhere, where a program could write it. */
export function readSaved(text: string): Read {
  const { metrics, rows, stride, count, furthest, cut } = JSON.parse(text) as Saved;
  const named = <Value>(values: Readonly<Record<string, Value>>) =>
    Object.entries(values).filter(([name]) => METRIC_NAME.test(name));
  return {
    metrics: named(metrics).map(([name, { last, min, max, sum, count: times }]) => [
      name,
      {
        last: numberOf(last),
        min: numberOf(min),
        max: numberOf(max),
        sum: numberOf(sum),
        count: whole(times),
      },
    ]),
    rows: rows.map(([step, values]) => ({
      step: numberOf(step),
      values: new Map(named(values).map(([name, value]) => [name, numberOf(value)])),
    })),
    stride: Math.max(1, whole(stride)),
    count: whole(count),
    furthest: numberOf(furthest),
    cut: cut && {
      until: numberOf(cut.until),
      measures: Object.fromEntries(named(cut.measures).map(([name, value]) => [name, numberOf(value)])),
      curves: Object.fromEntries(
        Object.entries(cut.curves).map(([name, values]) => [name, values.map(numberOf)]),
      ),
    },
  };
}

function numberOf(value: unknown): number {
  if (typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity')
    return Number(value);
  throw new TypeError(`${JSON.stringify(value)} is no number`);
}

function whole(value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new TypeError(`${JSON.stringify(value)} is no count`);
}
