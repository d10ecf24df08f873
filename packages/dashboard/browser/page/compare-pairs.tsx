import type { CompareAnswer } from '../../src/api.ts';
import type { Ends } from '../part/interval.tsx';
import { signed } from '../text/number.ts';

type Difference = CompareAnswer['differences'][number];

/** An axis that all differences share, with no difference on it; as far to both sides. */
export function pairEndsOf(differences: readonly Difference[]): Ends {
  let most = 0;
  for (const { value, half, pairs } of differences) {
    for (const { difference } of pairs)
      if (Number.isFinite(difference)) most = Math.max(most, Math.abs(difference));
    if (value !== null && half !== null && Number.isFinite(value + half)) {
      most = Math.max(most, Math.abs(value) + half);
    }
  }
  return most === 0 ? { low: -1, high: 1 } : { low: -most, high: most };
}

const WIDTH = 240;
const EDGE = 6;

/** Differences replicate by replicate over the interval of their mean. */
export function Pairs({
  of: { value, half, pairs },
  ends,
}: {
  readonly of: Difference;
  readonly ends: Ends;
}) {
  const x = (difference: number) =>
    EDGE + ((WIDTH - 2 * EDGE) * (difference - ends.low)) / (ends.high - ends.low);
  return (
    <svg
      class="interval"
      viewBox={`0 0 ${WIDTH} 20`}
      width={WIDTH}
      height="20"
      role="img"
      aria-label={`from ${signed(ends.low)} to ${signed(ends.high)}: ${pairs.map(({ difference }) => signed(difference)).join(', ')}`}
    >
      <line class="interval-best" x1={x(0)} x2={x(0)} y1="0" y2="20" />
      {value !== null && half !== null && Number.isFinite(half) && (
        <rect
          class="interval-bar"
          x={x(value - half)}
          y="7"
          height="6"
          width={x(value + half) - x(value - half)}
        />
      )}
      {pairs.map(({ replicate, difference }) => (
        <circle key={replicate} class="interval-pair" cx={x(difference)} cy="10" r="2.5">
          <title>
            replicate {replicate}: {signed(difference)}
          </title>
        </circle>
      ))}
      {value !== null && <circle class="interval-mean" cx={x(value)} cy="10" r="3.5" />}
    </svg>
  );
}
