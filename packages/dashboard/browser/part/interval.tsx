import { metric } from '../text/number.ts';

/** The ends of an axis that all rows share. */
interface Ends {
  readonly low: number;
  readonly high: number;
}

/** What all means with their intervals lie between; null where that is no span. */
export function endsOf(
  rows: readonly { readonly mean: number | null; readonly half: number | null }[],
): Ends | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { mean, half } of rows) {
    if (mean === null || !Number.isFinite(mean)) continue;
    const around = half !== null && Number.isFinite(half) ? half : 0;
    low = Math.min(low, mean - around);
    high = Math.max(high, mean + around);
  }
  return low < high ? { low, high } : null;
}

const WIDTH = 160;
const EDGE = 5;

interface IntervalProps {
  readonly mean: number | null;
  readonly half: number | null;
  readonly ends: Ends | null;
  /** Of the best row, as a line through all of them. */
  readonly best: number | null;
  readonly strong: boolean;
}

/** A mean as a point and its interval as a bar, on the axis of its column. What it says stands in figures beside it. */
export function Interval({ mean, half, ends, best, strong }: IntervalProps) {
  if (!ends || mean === null || !Number.isFinite(mean)) return null;
  const x = (value: number) => EDGE + ((WIDTH - 2 * EDGE) * (value - ends.low)) / (ends.high - ends.low);
  const around = half !== null && Number.isFinite(half) ? half : null;
  return (
    <svg class="interval" viewBox={`0 0 ${WIDTH} 16`} width={WIDTH} height="16" aria-hidden="true">
      {best !== null && <line class="interval-best" x1={x(best)} x2={x(best)} y1="0" y2="16" />}
      {around !== null && (
        <rect
          class="interval-bar"
          x={x(mean - around)}
          y="5"
          height="6"
          width={x(mean + around) - x(mean - around)}
        />
      )}
      <circle class={strong ? 'interval-mean interval-tied' : 'interval-mean'} cx={x(mean)} cy="8" r="3.5" />
    </svg>
  );
}

/** The axis itself, for the head of the column. */
export function IntervalAxis({ ends }: { readonly ends: Ends | null }) {
  if (!ends) return null;
  return (
    <span class="interval-axis" aria-hidden="true">
      <span>{metric(ends.low)}</span>
      <span>{metric(ends.high)}</span>
    </span>
  );
}
