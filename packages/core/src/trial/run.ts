import type { TrainingSet } from '../augment/arm.ts';
import { hasSteps, stepwise } from '../config/config.ts';
import type { ClassifierLosses, Engine } from '../engine/port.ts';
import { CLASSIFIER_CURVES } from '../measure/curves.ts';
import type { TrainedClassifier } from '../trained/classifier.ts';
import type { TrainedGenerator } from '../trained/generator.ts';
import type { Classifiers } from './classifiers.ts';
import { type Cohort, type Evaluation, evaluate, judge } from './evaluate.ts';
import { fittedClassifiers } from './fitted-classifiers.ts';
import { generateSets } from './generate.ts';
import { Holdings } from './holdings.ts';
import { LaneState } from './lane.ts';
import { type Maker, makerOf } from './maker.ts';
import { networkClassifiers } from './network-classifiers.ts';
import { classifierOf } from './networks.ts';
import type { Predictions } from './predictions.ts';
import type { TrialResult } from './result.ts';
import { shapeOf } from './shape.ts';
import type { TrialLane } from './trial-lane.ts';
import { type EndDiverged, fitVaes, trainedGenerators, type Vaes } from './vaes.ts';

/** What a trial has learnt: the classifier that predicted, by its best weights, and what made rows for it, as it made them. */
export interface TrainedModel {
  readonly classifier: TrainedClassifier;
  /** Null in arms without a VAE. */
  readonly generator: TrainedGenerator | null;
}

export interface TrialHooks {
  /** The trial that ends at this milestone of the lane has its result. */
  onMilestone(lane: number, epochs: number, result: TrialResult): void;
  /**
   * Told before a milestone's result, of a trial that completes. Nothing is gathered where it is left out, and no bit of a
   * result depends on it.
   */
  onPredictions?(lane: number, epochs: number, predictions: Predictions): void;
  /** As `onPredictions`: what was learnt. */
  onModel?(lane: number, epochs: number, model: TrainedModel): void;
  /**
   * Waited for before a milestone's result: `make` makes more rows with the weights of now, until it returns; null where
   * the arm makes none. No bit of a result depends on it.
   */
  onMaker?(lane: number, epochs: number, make: Maker | null): Promise<void>;
  onEpoch?(lane: number, epoch: number): void;
  /** Asked between epochs; a lane that is told to stop reports nothing more. */
  shouldStop?(lane: number): boolean;
}

/**
 * Trains a cohort: lanes of one shape, on data of one width, advance together, epoch by epoch. A lane that diverges
 * reports so for its remaining milestones; the others go on undisturbed. Throws TypeError for lanes of several shapes.
 *
 * One epoch: fit the VAE, generate, build the training set, fit the classifier, evaluate. A lane whose networks have not
 * become better for its patience ends, with the results of its remaining milestones.
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
    return `${shapeOf(config)} on ${(dataset.shape ?? [dataset.features]).join('x')} features and ${dataset.classes} classes`;
  });
  const other = shapes.find((shape) => shape !== shapes[0]);
  if (other !== undefined) throw new TypeError(`${shapes[0]} and ${other} do not fit into a cohort`);
}

async function createCohort(holdings: Holdings, states: readonly LaneState[]): Promise<Cohort> {
  return {
    vaes: await createVaes(holdings, states),
    classifiers: await createClassifiers(holdings, states),
  };
}

async function createVaes(holdings: Holdings, states: readonly LaneState[]): Promise<Vaes | null> {
  const { config } = states[0]!.lane;
  const lanes = states.flatMap((state) => state.vae ?? []);
  if (lanes.length === 0 || !hasSteps(config)) return null;
  const { network } = lanes[0]!;
  const { batch_size: batchSize, optimizer } = config;
  const given = lanes.map((lane) => lane.laneOf(network));
  return { cohort: await holdings.vae({ network, batchSize, optimizer }, given), lanes };
}

async function createClassifiers(holdings: Holdings, states: readonly LaneState[]): Promise<Classifiers> {
  const { config, data } = states[0]!.lane;
  if (!stepwise(config)) return fittedClassifiers(states);
  const { batch_size: batchSize, optimizer } = config;
  const network = classifierOf(config, data.dataset);
  const given = states.map((state) => state.classifierLane(network));
  return networkClassifiers(
    await holdings.classifier({ network, batchSize, optimizer }, given),
    network,
    states,
  );
}

async function runEpoch(
  cohort: Cohort,
  states: readonly LaneState[],
  epoch: number,
  hooks: TrialHooks,
): Promise<void> {
  const { vaes, classifiers } = cohort;
  const endDiverged: EndDiverged = (reasonOf) => {
    states.forEach((state, i) => {
      const reason = state.active ? reasonOf(state, i) : null;
      if (reason === null) return;
      state.end();
      for (const milestone of state.lane.milestones.filter((m) => m >= epoch)) {
        hooks.onMilestone(i, milestone, { outcome: 'diverged', epoch, reason, curves: state.curves() });
      }
    });
  };

  if (vaes) await fitVaes(vaes, states, epoch, endDiverged);
  const { sets, restore } = vaes
    ? await generateSets(vaes, states, epoch, classifiers)
    : { sets: fixedSets(states, epoch, classifiers), restore: null };
  states.forEach((state, i) => {
    if (sets[i]) state.takeShares(sets[i]);
  });
  const fitted = await classifiers.fit(epoch, sets);
  endDiverged((_, i) => (fitted[i] ? divergedClassifier(fitted[i]) : null));
  const held = await judge(cohort, states, epoch);
  const evaluations = await evaluate(cohort, states, epoch, held, sets);
  if (hooks.onMaker) await handMakers(cohort, states, epoch, hooks.onMaker);
  const generators = vaes && hooks.onModel ? await trainedGenerators(vaes, states, epoch) : [];
  endDiverged((_, i) => divergedPredictions([held[i], evaluations[i]]));
  if (hooks.onPredictions) await handOut(states, sets, evaluations, epoch, hooks.onPredictions);
  for (const [i, state] of states.entries()) {
    if (!hooks.onModel || !state.active || !evaluations[i]) continue;
    const model = { classifier: await classifiers.trained(i), generator: generators[i] ?? null };
    for (const milestone of state.dueMilestones(epoch)) hooks.onModel(i, milestone, model);
  }
  await restore?.();

  states.forEach((state, i) => {
    if (!state.active) return;
    if (fitted[i]) state.note(CLASSIFIER_CURVES, { fitted: fitted[i], held: held[i]! });
    const evaluation = evaluations[i];
    for (const milestone of evaluation ? state.dueMilestones(epoch) : []) {
      const { measures } = evaluation!;
      hooks.onMilestone(i, milestone, { outcome: 'completed', measures, curves: state.curves() });
    }
    hooks.onEpoch?.(i, epoch);
    if (state.isSettled(epoch)) state.end();
  });
}

/** The training sets of arms without a VAE; null for lanes that have ended or learn nothing in this epoch. */
function fixedSets(
  states: readonly LaneState[],
  epoch: number,
  { byEpoch }: Classifiers,
): (TrainingSet | null)[] {
  return states.map((state) => {
    const wanted = byEpoch ? state.active : state.isDue(epoch);
    return wanted ? state.setOf(epoch) : null;
  });
}

/** Lets the lanes that are at a milestone make rows, and what they made for this epoch lie there again afterwards. */
async function handMakers(
  { vaes }: Cohort,
  states: readonly LaneState[],
  epoch: number,
  take: NonNullable<TrialHooks['onMaker']>,
): Promise<void> {
  for (const [i, state] of states.entries()) {
    if (!state.isDue(epoch)) continue;
    const make = makerOf({ vaes, states }, i, epoch);
    for (const milestone of state.dueMilestones(epoch)) await take(i, milestone, make);
    await make?.(0);
  }
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
    const evaluation = state.active ? evaluations[i] : null;
    if (!evaluation) continue;
    const { predicted } = evaluation;
    const { dataset } = state.lane.data;
    const of = (split: 'test' | 'validation') => ({
      probabilities: predicted[split].slice(),
      labels: dataset[split].labels.slice(),
    });
    const rows = await state.madeRows(epoch, sets[i]!);
    for (const milestone of state.dueMilestones(epoch)) {
      take(i, milestone, { test: of('test'), validation: of('validation'), rows });
    }
  }
}

function divergedClassifier({ loss }: ClassifierLosses): string | null {
  return Number.isFinite(loss) ? null : `the classifier's loss became ${loss}`;
}

/** Losses are taken before each step, so only predictions show what the last one did. */
function divergedPredictions(
  predicted: readonly ({ readonly numbers: boolean } | null | undefined)[],
): string | null {
  return predicted.every((one) => one?.numbers ?? true) ? null : "the classifier's predictions became NaN";
}
