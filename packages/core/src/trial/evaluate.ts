import { rowsFrom } from '../dataset/rows.ts';
import type { ClassifierCohort, VaeCohort, VaeEvaluation } from '../engine/port.ts';
import { nameOf } from '../measure/catalogue.ts';
import { COLLAPSE_MEASURES } from '../measure/collapse.ts';
import type { Measured } from '../measure/measure.ts';
import { PREDICTION_MEASURES } from '../measure/predictions.ts';
import { type Collapse, measureCollapse } from '../metric/collapse.ts';
import { computeMetrics, logLossAndAccuracy, type Metrics } from '../metric/compute.ts';
import type { LaneState } from './lane.ts';
import { shiftOutputs } from './prior-shift.ts';
import type { Probe, VaeState } from './vae-state.ts';

/** VAEs of one shape, with what each lane keeps of its own. */
export interface Vaes {
  readonly cohort: VaeCohort;
  readonly lanes: readonly VaeState[];
}

/** The networks of a cohort: one shape for all its lanes. */
export interface Cohort {
  /** Null in arms without one. */
  readonly vaes: Vaes | null;
  readonly classifier: ClassifierCohort;
}

/** What a lane's networks are worth after an epoch. */
export interface Evaluation {
  /** Of the classifier on validation rows. */
  readonly loss: number;
  readonly accuracy: number;
  /** Null between milestones. */
  readonly atMilestone: Measured | null;
  /** Probabilities at a milestone; null between them. */
  readonly predicted: Record<'test' | 'validation', Float32Array> | null;
  /** Whether every prediction is a number. */
  readonly numbers: boolean;
}

/** Predicts validation rows, and test rows at milestones, and measures. Null for lanes that have ended. */
export async function evaluate(
  { vaes, classifier }: Cohort,
  states: readonly LaneState[],
  epoch: number,
): Promise<(Evaluation | null)[]> {
  const active = (state: LaneState) => state.active;
  const atMilestone = (state: LaneState) => state.active && state.lane.milestones.includes(epoch);
  const restore = await shiftPriors(classifier, states);
  const validation = await predict(classifier, states, 'validation', active);
  const test = await predict(classifier, states, 'test', atMilestone);
  await restore();
  const collapse = await probeCollapse(vaes, states, epoch, atMilestone);
  return states.map((state, i) =>
    state.active ? measure(state, validation[i]!, test[i] ?? null, collapse[i] ?? null) : null,
  );
}

function measure(
  { lane }: LaneState,
  validation: Float32Array,
  test: Float32Array | null,
  collapse: Collapse | null,
): Evaluation {
  const { dataset } = lane.data;
  const { classes } = dataset;
  const { labels } = dataset.validation;
  if (!test) {
    const { logLoss, accuracy } = logLossAndAccuracy(validation, labels, classes);
    const numbers = areNumbers(validation, logLoss);
    return { loss: logLoss, accuracy, atMilestone: null, predicted: null, numbers };
  }
  const held = computeMetrics(validation, labels, classes);
  const final = computeMetrics(test, dataset.test.labels, classes);
  return {
    loss: held.log_loss,
    accuracy: held.accuracy,
    atMilestone: measured(final, held, collapse),
    predicted: { test, validation },
    numbers: areNumbers(validation, held.log_loss) && areNumbers(test, final.log_loss),
  };
}

function measured(test: Metrics, validation: Metrics, collapse: Collapse | null): Measured {
  const ofSplit = (split: 'test' | 'validation', metrics: Metrics) =>
    PREDICTION_MEASURES.map(({ base, value }) => [nameOf({ base, split }), value(metrics)] as const);
  return Object.fromEntries([
    ...ofSplit('test', test),
    ...ofSplit('validation', validation),
    ...(collapse ? COLLAPSE_MEASURES.map(({ base, value }) => [base, value(collapse)] as const) : []),
  ]);
}

/** A log loss is NaN where a probability is, and of no rows. */
function areNumbers(probabilities: Float32Array, logLoss: number): boolean {
  return probabilities.length === 0 || !Number.isNaN(logLoss);
}

async function predict(
  classifier: ClassifierCohort,
  states: readonly LaneState[],
  split: 'validation' | 'test',
  wanted: (state: LaneState) => boolean,
): Promise<(Float32Array | null)[]> {
  return classifier.predict(
    states.map((state) => {
      const { data } = state.lane;
      return wanted(state) ? { source: data[split], count: data.dataset[split].count } : null;
    }),
  );
}

/** Moves the outputs' biases by each lane's prior shift; the returned function puts the parameters back. */
async function shiftPriors(
  classifier: ClassifierCohort,
  states: readonly LaneState[],
): Promise<() => Promise<void>> {
  const saved: { readonly lane: number; readonly parameters: Float32Array }[] = [];
  for (const [lane, { active, plan }] of states.entries()) {
    if (!active || !plan.logPriorShift) continue;
    const parameters = await classifier.parameters(lane);
    await classifier.setParameters(lane, shiftOutputs(parameters, plan.logPriorShift, 1));
    saved.push({ lane, parameters });
  }
  return async () => {
    for (const { lane, parameters } of saved) await classifier.setParameters(lane, parameters);
  };
}

/** Rounds of the probe's noise lie beyond those of any epoch. */
export const PROBE_ROUND = 1_000_000;

async function probeCollapse(
  vaes: Vaes | null,
  states: readonly LaneState[],
  epoch: number,
  wanted: (state: LaneState) => boolean,
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
