import type { TrainingSet } from '../augment/arm.ts';
import type { ClassifierLosses, Engine } from '../engine/port.ts';
import { CLASSIFIER_CURVES, VAE_CURVES } from '../measure/curves.ts';
import { type Cohort, type Evaluation, evaluate, type Vaes } from './evaluate.ts';
import { Holdings } from './holdings.ts';
import { LaneState } from './lane.ts';
import { classifierOf } from './networks.ts';
import type { Predictions } from './predictions.ts';
import type { TrialResult } from './result.ts';
import { shapeOf } from './shape.ts';
import type { TrialLane } from './trial-lane.ts';

export interface TrialHooks {
  /** The trial that ends at this milestone of the lane has its result. */
  onMilestone(lane: number, epochs: number, result: TrialResult): void;
  /**
   * Told before a milestone's result, of a trial that completes. Nothing is gathered where it is left out, and no bit of a
   * result depends on it.
   */
  onPredictions?(lane: number, epochs: number, predictions: Predictions): void;
  onEpoch?(lane: number, epoch: number): void;
  /** Asked between epochs; a lane that is told to stop reports nothing more. */
  shouldStop?(lane: number): boolean;
}

/**
 * Trains a cohort: lanes of one shape, on data of one width, advance together, epoch by epoch. A lane that diverges
 * reports so for its remaining milestones; the others go on undisturbed. Throws TypeError for lanes of several shapes.
 *
 * One epoch: fit the VAE, generate, build the training set, fit the classifier, evaluate.
 */
export async function runTrials(
  engine: Engine,
  lanes: readonly TrialLane[],
  hooks: TrialHooks,
): Promise<void> {
  refuseMixture(lanes);
  const holdings = new Holdings(engine);
  try {
    const states = lanes.map((lane) => new LaneState(holdings, lane));
    const cohort = await createCohort(holdings, states);
    const lastEpoch = Math.max(...states.map((state) => state.lastEpoch));
    for (let epoch = 1; epoch <= lastEpoch; epoch++) {
      states.forEach((state, i) => {
        if (state.active && (epoch > state.lastEpoch || hooks.shouldStop?.(i))) state.end();
      });
      if (!states.some((state) => state.active)) return;
      await runEpoch(cohort, states, epoch, hooks);
    }
  } finally {
    holdings.free();
  }
}

function refuseMixture(lanes: readonly TrialLane[]): void {
  const shapes = lanes.map(({ config, data: { dataset } }) => {
    return `${shapeOf(config)} on ${dataset.features} features and ${dataset.classes} classes`;
  });
  const other = shapes.find((shape) => shape !== shapes[0]);
  if (other !== undefined) throw new TypeError(`${shapes[0]} and ${other} do not fit into a cohort`);
}

async function createCohort(holdings: Holdings, states: readonly LaneState[]): Promise<Cohort> {
  const { config, data } = states[0]!.lane;
  const { batch_size: batchSize, optimizer } = config;
  const lanes = states.flatMap((state) => state.vae ?? []);
  const vae = lanes[0]?.network;
  const cohort =
    vae &&
    (await holdings.vae(
      { network: vae, batchSize, optimizer },
      lanes.map((lane) => lane.laneOf(vae)),
    ));
  const network = classifierOf(config, data.dataset);
  return {
    vaes: cohort ? { cohort, lanes } : null,
    classifier: await holdings.classifier(
      { network, batchSize, optimizer },
      states.map((state) => state.classifierLane(network)),
    ),
  };
}

async function runEpoch(
  cohort: Cohort,
  states: readonly LaneState[],
  epoch: number,
  hooks: TrialHooks,
): Promise<void> {
  /** Ends the lanes that have a reason to. */
  const endDiverged = (reasonOf: (state: LaneState, i: number) => string | null) => {
    states.forEach((state, i) => {
      const reason = state.active ? reasonOf(state, i) : null;
      if (reason === null) return;
      state.end();
      for (const milestone of state.lane.milestones.filter((m) => m >= epoch)) {
        hooks.onMilestone(i, milestone, { outcome: 'diverged', epoch, reason, curves: state.curves() });
      }
    });
  };

  const sets = cohort.vaes
    ? await generateSets(cohort.vaes, states, epoch, endDiverged)
    : states.map(({ plan }) => (plan.kind === 'fixed' ? plan.set : null));
  const fitted = await cohort.classifier.fit(
    forActive(states, (state, i) => state.classifierFit(epoch, sets[i]!)),
  );
  endDiverged((_, i) => divergedClassifier(fitted[i]!));
  const evaluations = await evaluate(cohort, states, epoch);
  endDiverged((_, i) => divergedPredictions(evaluations[i]!));
  if (hooks.onPredictions) await handOut(states, sets, evaluations, epoch, hooks.onPredictions);

  forActive(states, (state, i) => {
    const { loss, accuracy, atMilestone } = evaluations[i]!;
    state.note(CLASSIFIER_CURVES, { fitted: fitted[i]!, held: { loss, accuracy } });
    if (atMilestone) {
      const result = { outcome: 'completed', measures: atMilestone, curves: state.curves() } as const;
      hooks.onMilestone(i, epoch, result);
    }
    hooks.onEpoch?.(i, epoch);
  });
}

/** Row by row, what the lanes that are at a milestone predicted, and what they learnt from. */
async function handOut(
  states: readonly LaneState[],
  sets: readonly (TrainingSet | null)[],
  evaluations: readonly (Evaluation | null)[],
  epoch: number,
  take: NonNullable<TrialHooks['onPredictions']>,
): Promise<void> {
  for (const [i, state] of states.entries()) {
    const predicted = state.active ? evaluations[i]!.predicted : null;
    if (!predicted) continue;
    const { dataset } = state.lane.data;
    const of = (split: 'test' | 'validation') => ({
      probabilities: predicted[split].slice(),
      labels: dataset[split].labels.slice(),
    });
    const rows = await state.madeRows(epoch, sets[i]!);
    take(i, epoch, { test: of('test'), validation: of('validation'), rows });
  }
}

/** Fits the VAEs and builds the training sets with the rows that they generate. Null for lanes that have ended. */
async function generateSets(
  { cohort, lanes }: Vaes,
  states: readonly LaneState[],
  epoch: number,
  endDiverged: (reasonOf: (state: LaneState, i: number) => string | null) => void,
): Promise<(TrainingSet | null)[]> {
  const fitted = await cohort.fit(forActive(states, (_, i) => lanes[i]!.fit(epoch)));
  endDiverged((_, i) => lanes[i]!.diverged(fitted[i]!));
  const held = await cohort.evaluate(
    forActive(states, ({ lane: { data } }) => ({
      source: data.validation,
      count: data.dataset.validation.count,
      round: epoch,
    })),
  );
  forActive(states, (state, i) => state.note(VAE_CURVES, { fitted: fitted[i]!, held: held[i]! }));
  const probabilities = await cohort.generate(forActive(states, (_, i) => lanes[i]!.generation(epoch)));
  return forActive(states, (_, i) => lanes[i]!.plan.set(probabilities[i]!));
}

function forActive<T>(states: readonly LaneState[], make: (state: LaneState, i: number) => T): (T | null)[] {
  return states.map((state, i) => (state.active ? make(state, i) : null));
}

function divergedClassifier({ loss }: ClassifierLosses): string | null {
  return Number.isFinite(loss) ? null : `the classifier's loss became ${loss}`;
}

/** Losses are taken before each step, so only predictions show what the last one did. */
function divergedPredictions({ numbers }: Evaluation): string | null {
  return numbers ? null : "the classifier's predictions became NaN";
}
