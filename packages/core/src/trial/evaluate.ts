import type { TrainingSet } from '../augment/arm.ts';
import { rowsFrom } from '../dataset/rows.ts';
import type { VaeEvaluation } from '../engine/port.ts';
import type { GeneratedFigures } from '../generated/figures.ts';
import { nameOf } from '../measure/catalogue.ts';
import { COLLAPSE_MEASURES } from '../measure/collapse.ts';
import { FIT_MEASURES } from '../measure/fit.ts';
import { GENERATED_MEASURES } from '../measure/generated.ts';
import type { Measured } from '../measure/measure.ts';
import { PREDICTION_MEASURES } from '../measure/predictions.ts';
import { weightedLogLoss } from '../metric/calibration.ts';
import { type Collapse, measureCollapse } from '../metric/collapse.ts';
import { computeMetrics, logLossAndAccuracy, type Metrics } from '../metric/compute.ts';
import type { Classifiers, Wanted } from './classifiers.ts';
import { isFitted } from './fit-classifier.ts';
import { figuresOfMade } from './generated.ts';
import type { LaneState } from './lane.ts';
import type { Probe } from './vae-state.ts';
import type { Vaes } from './vaes.ts';

/** What the lanes of a cohort train: networks of one shape, or what is fitted in one go. */
export interface Cohort {
  /** Null in arms without one. */
  readonly vaes: Vaes | null;
  readonly classifiers: Classifiers;
}

/** What a lane's classifier is worth after an epoch, on validation rows. */
export interface Held {
  readonly loss: number;
  readonly accuracy: number;
  readonly probabilities: Float32Array;
  /** Whether every prediction is a number. */
  readonly numbers: boolean;
}

/** What a lane is worth at a milestone: by its best weights, where it has kept some. */
export interface Evaluation {
  readonly measures: Measured;
  /** Probabilities. */
  readonly predicted: Record<'test' | 'validation', Float32Array>;
  /** Whether every prediction is a number. */
  readonly numbers: boolean;
}

/** Predicts validation rows, and keeps weights that are better than before. Null for lanes that have nothing new. */
export async function judge(
  { classifiers }: Cohort,
  states: readonly LaneState[],
  epoch: number,
): Promise<(Held | null)[]> {
  if (!classifiers.byEpoch) return states.map(() => null);
  const predicted = await classifiers.predict('validation', ({ active }) => active);
  const held = predicted.map((probabilities, i) => probabilities && heldOf(states[i]!, probabilities));
  for (const [i, state] of states.entries()) {
    const { shares, lane } = state;
    if (!held[i] || !shares) continue;
    const { dataset } = lane.data;
    const loss = weightedLogLoss(held[i].probabilities, dataset.validation.labels, shares);
    if (state.patience.note(loss, epoch)) await classifiers.keep(i);
  }
  return held;
}

function heldOf({ lane }: LaneState, probabilities: Float32Array): Held {
  const { classes, validation } = lane.data.dataset;
  const { logLoss, accuracy } = logLossAndAccuracy(probabilities, validation.labels, classes);
  return { loss: logLoss, accuracy, probabilities, numbers: areNumbers(probabilities, logLoss) };
}

/** Predicts both splits of the lanes that are at a milestone, and measures. `held` and `sets`: of this epoch. */
export async function evaluate(
  { vaes, classifiers }: Cohort,
  states: readonly LaneState[],
  epoch: number,
  held: readonly (Held | null)[],
  sets: readonly (TrainingSet | null)[],
): Promise<(Evaluation | null)[]> {
  const due: Wanted = (state) => state.isDue(epoch);
  if (!states.some(due)) return states.map(() => null);
  const restore = await classifiers.best(due);
  const known = new Map(states.map((state, i) => [state, state.patience.best ? null : (held[i] ?? null)]));
  const again: Wanted = (state) => due(state) && known.get(state) === null;
  const validation = states.some(again) ? await classifiers.predict('validation', again) : [];
  const test = await classifiers.predict('test', due);
  await restore();
  const collapse = await probeCollapse(vaes, states, epoch, due);
  // One after the other: a lane's rows may have to be generated again, by the cohort of all.
  const generated: (GeneratedFigures | null)[] = [];
  for (const [i, state] of states.entries()) {
    generated.push(due(state) ? await figuresOfMade(state, sets[i]!, epoch) : null);
  }
  return states.map((state, i) => {
    if (!due(state)) return null;
    const probabilities = known.get(state)?.probabilities ?? validation[i]!;
    return measure(state, probabilities, test[i]!, {
      collapse: collapse[i] ?? null,
      undertrained: isUndertrained(state, classifiers.cutOff(i), epoch),
      generated: generated[i]!,
    });
  });
}

/** What is measured beside predictions; null where there is nothing to measure. */
interface Beside {
  readonly collapse: Collapse | null;
  readonly undertrained: boolean | null;
  readonly generated: GeneratedFigures | null;
}

/** Null where nothing tells: a network that is trained for a given number of epochs. */
function isUndertrained({ lane, patience, vae }: LaneState, cutOff: boolean, epoch: number): boolean | null {
  if (!isFitted(lane.config) && !patience.counts) return null;
  return cutOff || patience.isShort(epoch) || (vae?.patience.isShort(epoch) ?? false);
}

function measure(
  { lane }: LaneState,
  validation: Float32Array,
  test: Float32Array,
  beside: Beside,
): Evaluation {
  const { dataset } = lane.data;
  const { classes } = dataset;
  const held = computeMetrics(validation, dataset.validation.labels, classes);
  const final = computeMetrics(test, dataset.test.labels, classes);
  return {
    measures: measured(final, held, beside),
    predicted: { test, validation },
    numbers: areNumbers(validation, held.log_loss) && areNumbers(test, final.log_loss),
  };
}

function measured(
  test: Metrics,
  validation: Metrics,
  { collapse, undertrained, generated }: Beside,
): Measured {
  const ofSplit = (split: 'test' | 'validation', metrics: Metrics) =>
    PREDICTION_MEASURES.map(({ base, value }) => [nameOf({ base, split }), value(metrics)] as const);
  return Object.fromEntries([
    ...ofSplit('test', test),
    ...ofSplit('validation', validation),
    ...(collapse ? COLLAPSE_MEASURES.map(({ base, value }) => [base, value(collapse)] as const) : []),
    ...(undertrained === null
      ? []
      : FIT_MEASURES.map(({ base, value }) => [base, value({ undertrained })] as const)),
    ...(generated ? GENERATED_MEASURES.map(({ base, value }) => [base, value(generated)] as const) : []),
  ]);
}

/** A log loss is NaN where a probability is, and of no rows. */
function areNumbers(probabilities: Float32Array, logLoss: number): boolean {
  return probabilities.length === 0 || !Number.isNaN(logLoss);
}

/** Rounds of the probe's noise lie beyond those of any epoch. */
export const PROBE_ROUND = 1_000_000;

async function probeCollapse(
  vaes: Vaes | null,
  states: readonly LaneState[],
  epoch: number,
  wanted: Wanted,
): Promise<(Collapse | null)[]> {
  if (!vaes) return [];
  const { cohort, lanes } = vaes;
  const round = PROBE_ROUND + epoch;
  const probes = states.map((state, i) => (wanted(state) ? lanes[i]!.probe : null));
  const evaluated = await cohort.evaluate(
    probes.map((probe) => probe && { source: probe.rows, count: probe.count, round }),
  );
  await cohort.generate(
    probes.map(
      (probe) =>
        probe && { sources: [probe.rows], order: rowsFrom(0, probe.count), round, into: probe.twins, at: 0 },
    ),
  );
  return Promise.all(probes.map(async (probe, i) => probe && collapseOf(probe, evaluated[i]!)));
}

async function collapseOf({ rows, twins, count }: Probe, { klPerLatent }: VaeEvaluation): Promise<Collapse> {
  const [real, generated] = await Promise.all([rows.read(0, count), twins.read(0, count)]);
  return measureCollapse(klPerLatent, generated, real, rows.columns);
}
