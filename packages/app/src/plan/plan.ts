import { availableParallelism } from 'node:os';
import {
  createSearcher,
  type DataReport,
  type SweepDefinition,
  sampleOf,
  summarisePlan,
} from '@latentsweep/coordinator';
import { readConfig } from '@latentsweep/core';
import type { Store } from '@latentsweep/store';
import { firstWidth } from '@latentsweep/worker';
import { byItsRules } from '../check/as-made.ts';
import type { CheckedFile } from '../check/check-file.ts';
import type { ChosenEngine } from '../engine/engine.ts';
import type { TeamOptions } from '../run/team.ts';
import type { Say } from '../say.ts';
import { shapeOfData } from './data-shape.ts';
import { type Estimate, loadsOf, NEW_STORE_SECONDS, shortened, trainingTime, wallTime } from './estimate.ts';
import { rehearse } from './rehearse.ts';
import { countReuse, type Reuse } from './reuse.ts';

/** What a sweep would run, and how long that would take. */
export interface Plan
  extends Estimate,
    ReturnType<typeof summarisePlan>,
    Pick<SweepDefinition, 'name' | 'method' | 'replicates'> {
  readonly data: DataReport | null;
  readonly engine: string;
  readonly slots: number;
  /** Whether a GPU may train too, which `low` and `high` leave out: whether one can be had is not tried. */
  readonly mayHaveGpu: boolean;
  /** Trials that earlier sweeps have done. */
  readonly reused: number;
  /** Trials that were looked up for that: all, or a sample. */
  readonly reuseLookedUp: number;
  /** Estimated training time on one thread. */
  readonly threadSeconds: number;
}

/** Configs that stand for all: the order of a search is a fair sample. */
const SAMPLE = 500;

/**
 * Plans a checked file with an engine: what there is to run, what of it earlier sweeps have done, and the time that the
 * rest takes, from a short training on this machine by the team that would train it. `store` is null where there is none.
 */
export async function makePlan(
  { store, say }: { readonly store: Store | null; readonly say: Say },
  checked: CheckedFile,
  { id, traits }: Pick<ChosenEngine, 'id' | 'traits'>,
  team: TeamOptions,
): Promise<Plan> {
  const { definition, dataset } = store ? await byItsRules({ store, say }, checked) : checked;
  const searcher = createSearcher(definition);
  const shape = shapeOfData(definition.dataset, dataset);
  const summary = summarisePlan(definition, searcher);
  const { configs } = sampleOf(searcher, SAMPLE);
  const planned = { trials: summary.trials, datasetFingerprint: dataset.fingerprint, engine: id };
  const reuse: Reuse = store
    ? await countReuse(store, definition, searcher, planned)
    : { trials: 0, lookedUp: summary.trials };
  const ready = performance.now() / 1000;
  const left = summary.trials === 0 ? 0 : 1 - reuse.trials / summary.trials;
  const loads = loadsOf(configs.map(readConfig), shape);
  // A device takes cohorts alone, and its first ones compile: a moment of it tells nothing.
  const { slots, beside, ...threads } = team;
  const { now: width } = firstWidth(traits, team.cohort);
  const rehearsal = await rehearse(left > 0 ? loads : [], dataset, { ...threads, slots, width });
  const runs = summary.trainingRuns * left;
  const whole = trainingTime(loads, rehearsal.timed, runs / Math.max(1, loads.length));
  const training = shortened(whole, summary.early?.share ?? 1);
  const estimate = wallTime(training, {
    start: ready + rehearsal.start + (store ? 0 : NEW_STORE_SECONDS),
    preparation: rehearsal.preparation,
    preparations: Math.min(runs, definition.replicates * slots),
    ...{ trials: summary.trials * left, runs, slots, cores: availableParallelism() },
  });
  return {
    ...{ name: definition.name, method: definition.method, replicates: definition.replicates },
    ...{ data: dataset.report, engine: id, slots, mayHaveGpu: beside !== undefined },
    ...summary,
    reused: reuse.trials,
    reuseLookedUp: reuse.lookedUp,
    threadSeconds: training.seconds,
    ...estimate,
  };
}
