import { logScale, type Scale, type Span, type Tick } from './scale.ts';

const UNITS = [
  { unit: 'µs', seconds: 1e-6, round: [1, 10, 100, 2, 5, 20, 50, 200, 500] },
  { unit: 'ms', seconds: 0.001, round: [1, 10, 100, 2, 5, 20, 50, 200, 500] },
  { unit: 's', seconds: 1, round: [1, 10, 30, 2, 5, 20] },
  { unit: 'min', seconds: 60, round: [1, 10, 30, 2, 5, 20] },
  { unit: 'h', seconds: 3600, round: [1, 6, 2, 4, 12] },
  { unit: 'd', seconds: 86_400, round: [1, 10, 100, 1000, 2, 5, 20, 50, 200, 500] },
] as const;

const RANKS = [...Array(Math.max(...UNITS.map(({ round }) => round.length))).keys()];

/** The roundest first: 1 s before 10 s before 2 s. */
const CANDIDATES = RANKS.flatMap((rank) =>
  UNITS.filter(({ round }) => rank < round.length).map(({ unit, seconds, round }) => {
    const n = round[rank as 0];
    return { seconds: seconds * n, label: `${n} ${unit}` };
  }),
);

/** Seconds on a logarithm, with ticks as people say durations. Throws RangeError where an end is not above 0. */
export function durationScale(span: Span): Scale {
  const log = logScale(span);
  return {
    ...log,
    *ticks(most) {
      for (let n = most; n >= 1; n--) {
        const ticks = roundest(log, 0.7 / n);
        if (ticks.length > 0 && ticks.length <= most) yield ticks;
      }
    },
  };
}

/** Round durations that lie at least `apart` from one another. */
function roundest(scale: Scale, apart: number): Tick[] {
  const kept: Tick[] = [];
  for (const { seconds, label } of CANDIDATES) {
    const place = scale.place(seconds);
    if (place === null) continue;
    if (kept.every((other) => Math.abs(other.place - place) >= apart)) kept.push({ place, label });
  }
  return kept.sort((a, b) => a.place - b.place);
}
