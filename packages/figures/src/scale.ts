import { scaleLinear } from 'd3-scale';
import type { Axis } from './data.ts';
import type { Selectable } from './drawing.ts';

/** What an axis counts by: where a value lies on it, from 0 to 1, and what may be written along it. */
export interface Scale {
  readonly bounds: Selectable['scale'];
  /** From 0 to 1; null for what has no place on it: none, NaN, infinite, beyond its ends, not above 0 on a logarithm. */
  place(value: number | null | undefined): number | null;
  /** As `place`, with what lies beyond an end at that end. */
  clamped(value: number | null | undefined): number | null;
  /** Sets of at most `most` ticks, the densest first. */
  ticks(most: number): Iterable<readonly Tick[]>;
  /** The part of the axis that one choice takes; 0 for numbers. */
  readonly band: number;
}

export interface Tick {
  /** From 0 to 1. */
  readonly place: number;
  readonly label: string;
}

export interface Span {
  readonly low: number;
  readonly high: number;
}

/** Past this, differences of numbers are infinite; it is drawn like an infinity: not at all. */
const LARGEST = 1e300;

/** A number that can be drawn. */
export function isDrawable(value: number | null | undefined): value is number {
  return typeof value === 'number' && Math.abs(value) <= LARGEST;
}

/** From the least to the most of what can be drawn; null without any. */
export function spanOf(values: Iterable<number | null | undefined>): Span | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!isDrawable(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : null;
}

/** So many times the distance of the quartiles beyond them, a value says more of itself than of the others. */
const FAR = 10;

/**
 * The span without the few values that would press all others into a line, such as the loss of a config that nearly
 * diverged; and how many those are: they are drawn at the edge, which the figure says.
 */
export function focusedSpan(
  values: Iterable<number | null | undefined>,
): { readonly span: Span; readonly beyond: number } | null {
  const sorted = Float64Array.from([...values].filter(isDrawable)).sort();
  const span = spanOf(sorted);
  if (!span) return null;
  const [lower, upper] = [
    sorted[Math.floor(sorted.length / 4)]!,
    sorted[Math.floor((sorted.length * 3) / 4)]!,
  ];
  const reach = FAR * (upper - lower);
  if (reach === 0) return { span, beyond: 0 };
  const near = sorted.filter((value) => value >= lower - reach && value <= upper + reach);
  return { span: spanOf(near)!, beyond: sorted.length - near.length };
}

/**
 * Ends where a reader would put them; one value everywhere gets room on both sides. `exact`: the ends as they are.
 * `whole`: values are whole numbers, and so are ticks.
 */
export function linearScale(span: Span, { exact = false, whole = false } = {}): Scale {
  const { low, high } = opened(span);
  const d3 = scaleLinear().domain([low, high]);
  if (!exact) d3.nice(6);
  const [from, to] = d3.domain() as [number, number];
  return {
    ...placing(from, to, (value) => value),
    bounds: { kind: 'linear', from, to },
    *ticks(most) {
      for (let n = most; n >= 1; n--) {
        const values = d3.ticks(n).filter((v) => v >= from && v <= to && !(whole && !Number.isInteger(v)));
        if (values.length > 0 && values.length <= most) yield labelled(values, from, to);
        // 0, 2, 4 where there is room for two, and the next rounder steps are too long for the axis: 0 and 4.
        else if (values.length === 3 && most === 2) yield labelled([values[0]!, values[2]!], from, to);
      }
    },
  };
}

function labelled(values: readonly number[], from: number, to: number): Tick[] {
  const step = values.length > 1 ? values[1]! - values[0]! : to - from;
  const text = numbersText(step, Math.max(Math.abs(from), Math.abs(to)));
  return values.map((value) => ({ place: (value - from) / (to - from), label: text(value) }));
}

/** Numbers `step` apart, written alike: as many decimals as tell them apart, in powers of ten where that is shorter. */
function numbersText(step: number, most: number): (value: number) => string {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  if (most >= 1e6 || (most < 1e-3 && decimals > 4)) {
    const digits = Math.min(
      Math.max(0, Math.floor(Math.log10(most)) - Math.floor(Math.log10(step) + 1e-9)),
      12,
    );
    return (value) => (value === 0 ? '0' : trimmed(value.toExponential(digits)));
  }
  return (value) => withCommas(value.toFixed(Math.min(decimals, 12)));
}

const trimmed = (text: string) =>
  text
    .replace(/(\.\d*?)0+e/, '$1e')
    .replace('.e', 'e')
    .replace('e+', 'e');
const withCommas = (text: string) =>
  text.replace(/^(-?)(\d{5,})/, (_, sign, digits) => sign + Number(digits).toLocaleString('en-US'));

/** Throws RangeError where an end is not above 0: what is not has no logarithm. */
export function logScale(span: Span): Scale {
  if (!(span.low > 0)) throw new RangeError(`A logarithmic axis begins above 0, not at ${span.low}.`);
  const from = span.low < span.high * (1 - 1e-9) ? span.low : Math.max(span.low / 2, Number.MIN_VALUE);
  const to = span.low < span.high * (1 - 1e-9) ? span.high : Math.min(span.high * 2, Number.MAX_VALUE);
  const decades = Math.log10(to) - Math.log10(from);
  const place = placing(from, to, (value) => (value > 0 ? Math.log10(value) : Number.NaN));
  return {
    ...place,
    bounds: { kind: 'log', from, to },
    *ticks(most) {
      if (decades < 1) {
        for (const ticks of linearScale({ low: from, high: to }, { exact: true }).ticks(most)) {
          yield ticks.map(({ place: at, label }) => ({
            place: place.place(from + at * (to - from)) ?? 0,
            label,
          }));
        }
        return;
      }
      const all = roundNumbers(exponent(from), exponent(to));
      for (const keep of LOG_TICKS) {
        const values = all.filter((value) => value >= from && value <= to && keep(value));
        if (values.length < 2 || values.length > most) continue;
        yield values.map((value) => ({ place: place.place(value)!, label: numberText(value) }));
      }
    },
  };
}

/** 1, 2, … 9, 10, 20, … from one power of ten to another. */
function roundNumbers(first: number, last: number): number[] {
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return powers.flatMap((power) => Array.from({ length: 9 }, (_, i) => Number(`${i + 1}e${power}`)));
}

const exponent = (value: number) => Math.floor(Math.log10(value) + 1e-9);
const leading = (value: number) => Math.round(value / 10 ** exponent(value));
const LOG_TICKS: readonly ((value: number) => boolean)[] = [
  (value) => [1, 2, 5].includes(leading(value)),
  (value) => [1, 3].includes(leading(value)),
  ...[1, 2, 3, 5, 10, 20, 50, 100].map(
    (every) => (value: number) => leading(value) === 1 && exponent(value) % every === 0,
  ),
];

/** Choices side by side, each with an equal part; the value is the place in the list, half of one further is the next. */
export function choicesScale(choices: readonly string[]): Scale {
  const n = Math.max(1, choices.length);
  return {
    ...placing(-0.5, n - 0.5, (value) => value),
    bounds: { kind: 'choices', choices },
    band: 1 / n,
    *ticks(most) {
      for (
        let every = Math.max(1, Math.ceil(n / Math.max(1, most)));
        every <= n;
        every = Math.ceil(every * 1.4)
      ) {
        const ticks: Tick[] = [];
        for (let i = 0; i < choices.length; i += every)
          ticks.push({ place: (i + 0.5) / n, label: choices[i]! });
        yield ticks;
      }
    },
  };
}

/** From 0 to 1, in percent. */
export function shareScale(): Scale {
  return {
    ...linearScale({ low: 0, high: 1 }, { exact: true }),
    *ticks(most) {
      for (const parts of [10, 5, 4, 2, 1].filter((n) => n < most)) {
        yield Array.from({ length: parts + 1 }, (_, i) => ({
          place: i / parts,
          label: `${Math.round((100 * i) / parts)}%`,
        }));
      }
    },
  };
}

/** The scale of a parameter. */
export function scaleOf(axis: Axis): Scale {
  if (axis.kind === 'choices') return choicesScale(axis.choices);
  const span = spanOf([axis.low, axis.high]) ?? { low: 0, high: 1 };
  return axis.log && span.low > 0 ? logScale(span) : linearScale(span, { exact: true });
}

/** `0.05`, `1e-7`, `20,000`: a number that stands alone, with four digits at most. */
export function numberText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return trimmed(value.toExponential(3));
  return withCommas(String(size >= 1e4 ? Math.round(value) : Number(value.toPrecision(4))));
}

function placing(
  from: number,
  to: number,
  measure: (value: number) => number,
): Pick<Scale, 'place' | 'clamped' | 'band'> {
  const start = measure(from);
  const length = measure(to) - start;
  const raw = (value: number | null | undefined) => {
    if (!isDrawable(value)) return null;
    const place = (measure(value) - start) / length;
    return Number.isNaN(place) ? null : place;
  };
  return {
    band: 0,
    place(value) {
      const place = raw(value);
      // The ends themselves are in, whatever the division made of them.
      if (place === null || place < -1e-9 || place > 1 + 1e-9) return null;
      return Math.min(Math.max(place, 0), 1);
    },
    clamped(value) {
      const place = raw(value);
      return place === null ? null : Math.min(Math.max(place, 0), 1);
    },
  };
}

/** Where a span is too short to tell its ends apart, room around it. */
function opened({ low, high }: Span): Span {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > size * 1e-9 && high - low > 1e-290) return { low, high };
  const around = size > 1e-280 ? size * 0.05 : 1;
  return { low: low - around, high: high + around };
}
