import {
  type Curves,
  type FailedTrial,
  LARGEST_METRIC,
  MOST_METRICS,
  MOST_POINTS,
  type ProgramSpec,
  type Summary,
  type TrialResult,
} from '@latentsweep/core';
import { Failure } from '../failure.ts';
import type { Report } from './report.ts';
import { type CutAt, type Metric, type Row, readSaved, type Saved } from './saved.ts';

/**
 * What a trial has reported: a summary of each metric, and curves of at most 500 points. Neither grows with the number of
 * reports. Where there are more, of every 2, 4, 8, … reports one is kept, and the last.
 *
 * `until`: a band. The first report at that step or behind it that has the sweep's metric as a finite number cuts the trial there:
 * what it has reported up to then is its result, whatever it says or does afterwards.
 */
export class Tally {
  readonly #wanted: ReadonlyMap<string, Summary>;
  readonly #metrics = new Map<string, Metric>();
  readonly #leftOut = new Set<string>();
  #missing: number;
  #rows: Row[] = [];
  #last: Row | null = null;
  #stride = 1;
  #count = 0;
  #furthest = Number.NEGATIVE_INFINITY;
  /** Up to where an earlier attempt has reported, as bands have it. */
  #before = Number.NEGATIVE_INFINITY;
  readonly #until: number;
  #cut: TrialResult | FailedTrial | null = null;
  #isBeyond = false;

  constructor(metrics: ProgramSpec['metrics'], until: number | null = null) {
    this.#until = until ?? Number.POSITIVE_INFINITY;
    this.#wanted = new Map(metrics.map(({ name, summary }) => [name, summary]));
    this.#missing = this.#wanted.size;
  }

  get count(): number {
    return this.#count;
  }

  /** Its result up to the band; null: it is not there. */
  get cut(): TrialResult | FailedTrial | null {
    return this.#cut;
  }

  /** Whether it goes on behind the band. */
  get isBeyond(): boolean {
    return this.#isBeyond;
  }

  /** The first of the metrics that there was no more room for, or null. */
  get firstLeftOut(): string | null {
    return this.#leftOut.values().next().value ?? null;
  }

  add(report: Report): void {
    const named = report.place ?? report.step;
    if (named !== null && named <= this.#before) return;
    const bounded = [...report.values].map(([name, value]) => [name, boundedMetric(value)] as const);
    const values = new Map(bounded.filter(([name, value]) => this.#note(name, value)));
    if (values.size === 0) return;
    this.#last = { step: report.step ?? this.#count + 1, values };
    if (this.#count % this.#stride === 0) this.#rows.push(this.#last);
    this.#count += 1;
    if (this.#rows.length >= MOST_POINTS) {
      this.#rows = this.#rows.filter((_, i) => i % 2 === 0);
      this.#stride *= 2;
    }
    const place = named ?? this.#last.step;
    this.#furthest = Math.max(this.#furthest, place);
    this.#lookAtBand(place, values);
  }

  /** All of it, as JSON, for an attempt that goes on from a checkpoint. */
  saved(): string {
    const rows = [...this.#rows, ...(this.#rows.at(-1) === this.#last || !this.#last ? [] : [this.#last])];
    const state: Saved = {
      metrics: Object.fromEntries(this.#metrics),
      rows: rows.map(({ step, values }) => [step, Object.fromEntries(values)]),
      stride: this.#stride,
      count: this.#count,
      furthest: this.#furthest,
      cut:
        this.#cut?.outcome === 'completed'
          ? {
              until: this.#until,
              measures: this.#cut.measures as CutAt['measures'],
              curves: this.#cut.curves,
            }
          : null,
    };
    return JSON.stringify(state, (_, value) =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    );
  }

  /**
   * Goes on behind what an earlier attempt had reported. What the program reports once more, as it goes on from a step before
   * that, is not counted twice. Throws where that is no state that was saved, and where it is behind the band: what its result was
   * there is not known any more.
   */
  restore(saved: string): void {
    const { metrics, rows, stride, count, furthest, cut } = readSaved(saved);
    const known = cut?.until === this.#until ? cut : null;
    if (known === null && furthest >= this.#until)
      throw new Error(`it has reported up to step ${furthest}, and is to be judged at step ${this.#until}`);
    for (const [name, metric] of metrics) {
      if (this.#wanted.has(name)) this.#missing -= 1;
      this.#metrics.set(name, metric);
    }
    this.#rows = [...rows];
    this.#last = rows.at(-1) ?? null;
    [this.#stride, this.#count, this.#furthest, this.#before] = [stride, count, furthest, furthest];
    if (known) this.#cut = { outcome: 'completed', measures: known.measures, curves: known.curves };
  }

  #lookAtBand(step: number, values: Row['values']): void {
    const [metric] = this.#wanted.keys();
    if (step < this.#until || !Number.isFinite(values.get(metric!))) return;
    if (this.#cut === null) this.#cut = this.result();
    else this.#isBeyond = true;
  }

  /** Says what is missing, of a program that ended well. */
  result(): TrialResult | FailedTrial {
    const missing = [...this.#wanted.keys()].filter((name) => !this.#metrics.has(name));
    if (missing.length > 0) return new Failure('missing_metric', this.#missingText(missing)).result;
    const curves = this.#curves();
    const measures = Object.fromEntries(
      Array.from(this.#metrics, ([name, metric]) => [name, summed(metric, this.#wanted.get(name) ?? 'last')]),
    );
    const diverged = [...this.#wanted.keys()].find((name) => !Number.isFinite(measures[name]));
    if (diverged === undefined) return { outcome: 'completed', measures, curves };
    const epoch = Math.max(0, Math.trunc(this.#last!.step));
    return { outcome: 'diverged', epoch, reason: `${diverged} was ${measures[diverged]}`, curves };
  }

  /** Whether there is room for it: what the sweep needs always has. */
  #note(name: string, value: number): boolean {
    const known = this.#metrics.get(name);
    if (known) {
      known.last = value;
      if (!(value >= known.min)) known.min = Number.isNaN(value) ? known.min : value;
      if (!(value <= known.max)) known.max = Number.isNaN(value) ? known.max : value;
      known.sum += value;
      known.count += 1;
      return true;
    }
    const wanted = this.#wanted.has(name);
    if (!wanted && this.#metrics.size + this.#missing >= MOST_METRICS) {
      if (this.#leftOut.size === 0) this.#leftOut.add(name);
      return false;
    }
    if (wanted) this.#missing -= 1;
    this.#metrics.set(name, { last: value, min: value, max: value, sum: value, count: 1 });
    return true;
  }

  /** One point is no curve: it says what the measures say. */
  #curves(): Curves {
    if (this.#count < 2) return {};
    const rows = this.#rows.at(-1) === this.#last ? this.#rows : [...this.#rows, this.#last!];
    const columns = Array.from(
      this.#metrics.keys(),
      (name) => [name, rows.map(({ values }) => values.get(name) ?? Number.NaN)] as const,
    );
    return Object.fromEntries([['step', rows.map(({ step }) => step)], ...columns]);
  }

  #missingText(missing: readonly string[]): string {
    const reported = [...this.#metrics.keys()];
    const instead = reported.length === 0 ? 'nothing was' : `only ${reported.slice(0, 5).join(', ')} was`;
    return `${missing.join(', ')} was never reported; ${instead}`;
  }
}

function summed({ last, min, max, sum, count }: Metric, summary: Summary): number {
  switch (summary) {
    case 'last':
      return last;
    case 'min':
      return min;
    case 'max':
      return max;
    case 'mean':
      return sum / count;
  }
}

const boundedMetric = (value: number) =>
  Math.abs(value) > LARGEST_METRIC ? Math.sign(value) * Number.POSITIVE_INFINITY : value;
