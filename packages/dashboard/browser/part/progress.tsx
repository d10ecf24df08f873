import type { Counts } from '../../src/api.ts';
import { endedOf, wordsOf } from '../progress.ts';
import { count, percent } from '../text/number.ts';

interface ProgressProps {
  readonly planned: number;
  readonly counts: Counts;
}

/** How many of the planned trials ended, and how. */
export function Progress({ planned, counts }: ProgressProps) {
  const ended = endedOf(counts);
  const share = planned === 0 ? 1 : Math.min(1, ended / planned);
  const width = (n: number) => (planned === 0 ? 0 : (100 * n) / planned);
  const well = counts.completed + counts.pruned;
  const good = width(well);
  const bad = width(ended - well);
  return (
    <div class="progress">
      <div
        class="progress-bar"
        role="progressbar"
        aria-label="trials that ended"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(100 * share)}
        aria-valuetext={`${percent(Math.floor(100 * share) / 100)}: ${wordsOf(counts).join(', ')}`}
      >
        <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          <rect class="progress-good" x="0" y="0" width={good} height="8" />
          <rect class="progress-bad" x={good} y="0" width={bad} height="8" />
          <rect class="progress-busy" x={good + bad} y="0" width={width(counts.running)} height="8" />
        </svg>
      </div>
      <span class="progress-text">
        {count(ended)} of {count(planned)}{' '}
        <span class="quiet">({percent(Math.floor(100 * share) / 100)})</span>
      </span>
    </div>
  );
}
