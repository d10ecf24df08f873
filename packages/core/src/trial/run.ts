import type { ClassifierCohort, Engine, VaeCohort, VaeEvaluation } from '../engine/port.ts';
import { measureCollapse } from '../metric/collapse.ts';
import { computeMetrics, logLossAndAccuracy } from '../metric/compute.ts';
import type { Collapse, Metrics } from '../metric/metrics.ts';
import type { ClassifierNetwork, VaeNetwork } from '../model/network.ts';
import { divergence, LaneState, type TrialLane } from './lane.ts';
import { shiftOutputs } from './prior-shift.ts';
import type { TrialResult } from './result.ts';

export interface TrialHooks {
  /** The trial that ends at this milestone of the lane has its result. */
  onMilestone(lane: number, epochs: number, result: TrialResult): void;
  onEpoch?(lane: number, epoch: number): void;
  /** Asked between epochs; a lane that is told to stop reports nothing more. */
  shouldStop?(lane: number): boolean;
}

/** The networks of a cohort: one shape for all its lanes. */
interface Cohort {
  readonly vae: VaeCohort | null;
  readonly classifier: ClassifierCohort;
}

/**
 * Trains a cohort: lanes of one arm and one shape (data width, layers, batch size, optimizer) advance together,
 * epoch by epoch. A lane that diverges reports so for its remaining milestones; the others go on undisturbed.
 *
 * One epoch: fit the VAE, generate, build the training set, fit the classifier, evaluate.
 */
export async function runTrials(
  engine: Engine,
  lanes: readonly TrialLane[],
  hooks: TrialHooks,
): Promise<void> {
  const states = lanes.map((lane) => new LaneState(engine, lane));
  const cohort = await createCohort(engine, states);
  try {
    const lastEpoch = Math.max(...states.map((state) => state.lastEpoch));
    for (let epoch = 1; epoch <= lastEpoch; epoch++) {
      states.forEach((state, i) => {
        if (state.active && (epoch > state.lastEpoch || hooks.shouldStop?.(i))) state.end();
      });
      if (!states.some((state) => state.active)) return;
      await runEpoch(cohort, states, epoch, hooks);
    }
  } finally {
    cohort.vae?.free();
    cohort.classifier.free();
    for (const state of states) state.free();
  }
}

async function createCohort(engine: Engine, states: readonly LaneState[]): Promise<Cohort> {
  const { config, data } = states[0]!.lane;
  const { features, classes } = data.dataset;
  const { batchSize, optimizer } = config;
  const vaeNetwork: VaeNetwork = {
    features,
    hiddenSizes: config.hiddenSizes,
    latentSize: config.latentSize,
    classes,
    reconstruction: config.reconstruction,
    reduction: config.reduction,
  };
  const network: ClassifierNetwork = { features, hiddenSizes: config.classifierHiddenSizes, classes };
  return {
    vae: states[0]!.plan.vae
      ? await engine.vae(
          { network: vaeNetwork, batchSize, optimizer },
          states.map((state) => state.vaeLane(vaeNetwork)),
        )
      : null,
    classifier: await engine.classifier(
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
  const forActive = <T>(make: (state: LaneState, i: number) => T) =>
    states.map((state, i) => (state.active ? make(state, i) : null));
  const endDiverged = (state: LaneState, i: number, reason: string | null) => {
    if (!reason) return;
    state.end();
    for (const milestone of state.lane.milestones.filter((m) => m >= epoch)) {
      hooks.onMilestone(i, milestone, { outcome: 'diverged', epoch, reason, curves: state.curves() });
    }
  };

  let probabilities: (Float32Array | null)[] = states.map(() => null);
  if (cohort.vae) {
    const fitted = await cohort.vae.fit(forActive((state) => state.vaeFit(epoch)));
    states.forEach((state, i) => {
      if (state.active) endDiverged(state, i, divergence(state.lane.config, fitted[i]!, null));
    });
    const held = await cohort.vae.evaluate(
      forActive(({ lane: { data } }) => ({
        source: data.validation,
        count: data.dataset.validation.count,
        round: epoch,
      })),
    );
    forActive((state, i) => {
      const train = fitted[i]!;
      state.note({
        vae_loss: train.loss,
        vae_accuracy: train.accuracy,
        vae_reconstruction: train.reconstruction,
        vae_kl: train.kl,
        vae_prediction: train.prediction,
        val_vae_loss: held[i]!.loss,
        val_vae_accuracy: held[i]!.accuracy,
      });
    });
    probabilities = await cohort.vae.generate(forActive((state) => state.generation(epoch)));
  }

  const fitted = await cohort.classifier.fit(
    forActive((state, i) => state.classifierFit(epoch, state.plan.trainingSet(probabilities[i]!))),
  );
  states.forEach((state, i) => {
    if (state.active) endDiverged(state, i, divergence(state.lane.config, null, fitted[i]!));
  });

  const restore = await shiftPriors(cohort.classifier, states);
  const validation = await predict(cohort.classifier, states, 'validation', () => true);
  const atMilestone = (state: LaneState) => state.lane.milestones.includes(epoch);
  const test = await predict(cohort.classifier, states, 'test', atMilestone);
  await restore();

  const collapse = await probeCollapse(cohort.vae, states, epoch, atMilestone);
  forActive((state, i) => {
    const { validation: split, classes } = state.lane.data.dataset;
    const held = logLossAndAccuracy(validation[i]!, split.labels, classes);
    state.note({
      classifier_loss: fitted[i]!.loss,
      classifier_accuracy: fitted[i]!.accuracy,
      val_classifier_loss: held.logLoss,
      val_classifier_accuracy: held.accuracy,
    });
    if (atMilestone(state)) {
      hooks.onMilestone(i, epoch, {
        outcome: 'completed',
        test: metricsOf(state, 'test', test[i]!),
        validation: metricsOf(state, 'validation', validation[i]!),
        collapse: collapse[i]!,
        curves: state.curves(),
      });
    }
    hooks.onEpoch?.(i, epoch);
  });
}

async function predict(
  classifier: ClassifierCohort,
  states: readonly LaneState[],
  split: 'validation' | 'test',
  wanted: (state: LaneState) => boolean,
): Promise<(Float32Array | null)[]> {
  return classifier.predict(
    states.map((state) => {
      if (!state.active || !wanted(state)) return null;
      const { data } = state.lane;
      return { source: data[split], count: data.dataset[split].count };
    }),
  );
}

function metricsOf({ lane }: LaneState, split: 'validation' | 'test', probabilities: Float32Array): Metrics {
  const { dataset } = lane.data;
  return computeMetrics(probabilities, dataset[split].labels, dataset.classes);
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

async function probeCollapse(
  vae: VaeCohort | null,
  states: readonly LaneState[],
  epoch: number,
  wanted: (state: LaneState) => boolean,
): Promise<(Collapse | null)[]> {
  if (!vae) return states.map(() => null);
  const probes = states.map((state) => (state.active && wanted(state) ? state.probe : null));
  const evaluated = await vae.evaluate(
    probes.map((probe) => probe && { source: probe.rows, count: probe.count, round: PROBE_ROUND + epoch }),
  );
  await vae.generate(
    probes.map(
      (probe) =>
        probe && {
          sources: [probe.rows],
          order: Uint32Array.from({ length: probe.count }, (_, i) => i),
          round: PROBE_ROUND + epoch,
          into: probe.twins,
          at: 0,
        },
    ),
  );
  return Promise.all(probes.map((probe, i) => probe && collapseOf(probe, evaluated[i]!)));
}

/** Rounds of the probe's noise lie beyond those of any epoch. */
const PROBE_ROUND = 1_000_000;

async function collapseOf(
  probe: NonNullable<LaneState['probe']>,
  { klPerLatent }: VaeEvaluation,
): Promise<Collapse> {
  const [real, generated] = await Promise.all([
    probe.rows.read(0, probe.count),
    probe.twins.read(0, probe.count),
  ]);
  return measureCollapse(klPerLatent, generated, real, probe.rows.columns);
}
