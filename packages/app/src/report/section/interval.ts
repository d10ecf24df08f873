import type { LeaderboardRow } from '../../view/leaderboard.ts';
import { html, type Markup } from '../markup.ts';

const WIDTH = 150;
const HEIGHT = 16;
/** Room for a mark at an end. */
const EDGE = 5;

/** The means of a ranking and their intervals on one axis: its two ends, and a bar a row; null where none has a mean. */
export function intervalBars(
  rows: readonly LeaderboardRow[],
): { readonly low: number; readonly high: number; bar(row: LeaderboardRow): Markup | null } | null {
  const ends = rows.flatMap(({ mean, half }) =>
    mean === null ? [] : [mean - (half ?? 0), mean + (half ?? 0)].filter(Number.isFinite),
  );
  if (ends.length === 0) return null;
  const low = ends.reduce((a, b) => Math.min(a, b));
  const high = ends.reduce((a, b) => Math.max(a, b));
  const room = WIDTH - 2 * EDGE;
  const x = (value: number) =>
    (EDGE + (high > low ? ((value - low) / (high - low)) * room : room / 2)).toFixed(1);
  return {
    ...{ low, high },
    bar({ mean, half, tied }) {
      if (mean === null || !Number.isFinite(mean)) return null;
      const whisker =
        half === null || !Number.isFinite(half)
          ? null
          : html`<path d="M${x(mean - half)} 8H${x(mean + half)}M${x(mean - half)} 5v6M${x(mean + half)} 5v6"/>`;
      // The numbers stand beside it, for who can't see it.
      return html`<svg class="${tied ? 'bar tied' : 'bar'}" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${whisker}<circle cx="${x(mean)}" cy="8" r="3"/></svg>`;
    },
  };
}
