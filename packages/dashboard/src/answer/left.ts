import type { OverviewRow } from '@latentsweep/app';

/**
 * Rate and time left of a sweep that is being run; one look alone knows neither. Rounded: what is no news to a person is
 * not told again.
 */
export function leftOf({ status, hasRate }: Pick<OverviewRow, 'status' | 'hasRate'>): {
  readonly trialsPerSecond: number | null;
  readonly secondsLeft: number | null;
} {
  if (!status || !hasRate || status.sweep.state !== 'running' || status.trialsPerSecond === 0) {
    return { trialsPerSecond: null, secondsLeft: null };
  }
  const { trialsPerSecond, secondsLeft } = status;
  return {
    trialsPerSecond: Number(trialsPerSecond.toPrecision(2)),
    secondsLeft: secondsLeft === null ? null : Math.round(secondsLeft),
  };
}
