import { type AnyConfig, bandsOf, lengthOf } from '@latentsweep/core';
import type { EarlyTerminate, SweepDefinition } from '../port.ts';
import { configSpaceOf } from '../search/config-space.ts';
import { decidedBy } from './decided-by.ts';
import { comparesWith } from './race.ts';

/** What ends early, before it begins. */
export interface EarlyPlan extends Pick<EarlyTerminate, 'type' | 'eta' | 'strict'> {
  /** What bands count: steps of a program of the user's own. */
  readonly counts: 'epochs' | 'steps';
  /** Below the epochs of the longest run; of a program, whose runs end where they end, all that there are. */
  readonly bands: readonly number[];
  /** By what it decides. */
  readonly metric: string;
  /** Epochs that are trained to those of all runs to their ends: where no two values at a band are equal, about, */
  readonly share: number | null;
  /** and where nothing is stopped, as what goes on is trained again from its beginning. Null, both: of a program nobody knows. */
  readonly most: number | null;
}

/** Null where nothing ends early. `sample`: configs that stand for all; `scale`: how many each. */
export function earlyPlan(
  definition: SweepDefinition,
  sample: readonly AnyConfig[],
  scale: number,
): EarlyPlan | null {
  const { early, metric } = definition;
  if (!early) return null;
  const space = configSpaceOf(definition);
  const { type, eta, strict } = early;
  const how = { type, eta, strict, metric: decidedBy(definition, metric.name) };
  if (space.milestones === null)
    return { ...how, counts: 'steps', bands: bandsOf(early), share: null, most: null };
  const compared = comparesWith(definition);
  const longest = (configs: readonly AnyConfig[]) =>
    Math.max(0, ...configs.map((config) => lengthOf(space, config)));
  const runs = [...Map.groupBy(sample, space.runHash).values()].map((own) => ({
    whole: longest(own),
    judged: longest(own.filter((config) => !compared(config))),
  }));
  const last = longest(sample);
  const bands = bandsOf(early).filter((band) => band < last);
  const each = runs.map(() => ({ alive: 1, epochs: 0, most: 0 }));
  for (const band of bands) {
    const here = each.filter((_, i) => runs[i]!.judged > band);
    const count = here.reduce((sum, { alive }) => sum + alive, 0) * scale;
    for (const run of here) {
      run.epochs += run.alive * band;
      run.most += band;
      run.alive *= shareAfter(early, count);
    }
  }
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const whole = Math.max(1, sum(runs.map((run) => run.whole)));
  // What is compared with trains to its end at once, and with it all that its run has up to there.
  const rest = (alive: number, i: number) =>
    runs[i]!.judged < runs[i]!.whole ? runs[i]!.whole : alive * runs[i]!.judged;
  return {
    ...{ ...how, counts: 'epochs', bands },
    share: sum(each.map(({ epochs, alive }, i) => epochs + rest(alive, i))) / whole,
    most: sum(each.map(({ most }, i) => most + rest(1, i))) / whole,
  };
}

/** Of `count` runs with distinct values at a band. */
function shareAfter({ type, eta }: EarlyTerminate, count: number): number {
  const among = type === 'median' ? 2 : eta;
  return Math.min(1, (Math.floor(count / among) + 1) / Math.max(1, count));
}
