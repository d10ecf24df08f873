import type { ClassifierLosses, Engine, VaeLosses } from '../engine/port.ts';
import { CLASSIFIER_CURVES, VAE_CURVES } from '../measure/curves.ts';
import { denseClassifier, denseVae } from '../model/network.ts';
import { type Cohort, type Evaluation, evaluate } from './evaluate.ts';
import { Holdings } from './holdings.ts';
import { LaneState, type TrialLane } from './lane.ts';
import type { TrialResult } from './result.ts';
import { shapeOf } from './shape.ts';

export interface TrialHooks {
  /** The trial that ends at this milestone of the lane has its result. */
  onMilestone(lane: number, epochs: number, result: TrialResult): void;
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
  const { plan, lane } = states[0]!;
  const { config, data } = lane;
  const { features, classes } = data.dataset;
  const { batchSize, optimizer } = config;
  const vaeNetwork = denseVae({ ...config, features, classes });
  const network = denseClassifier({ hiddenSizes: config.classifierHiddenSizes, features, classes });
  return {
    vae: plan.vae
      ? await holdings.vae(
          { network: vaeNetwork, batchSize, optimizer },
          states.map((state) => state.vaeLane(vaeNetwork)),
        )
      : null,
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

  const generated = await fitVae(cohort, states, epoch, endDiverged);
  const fitted = await cohort.classifier.fit(
    forActive(states, (state, i) => state.classifierFit(epoch, generated[i] ?? null)),
  );
  endDiverged((_, i) => divergedClassifier(fitted[i]!));
  const evaluations = await evaluate(cohort, states, epoch);
  endDiverged((_, i) => divergedPredictions(evaluations[i]!));

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

/** Fits the VAEs, where the arm has them, and generates rows from them. Returns the head's probabilities for those. */
async function fitVae(
  { vae }: Cohort,
  states: readonly LaneState[],
  epoch: number,
  endDiverged: (reasonOf: (state: LaneState, i: number) => string | null) => void,
): Promise<(Float32Array | null)[]> {
  if (!vae) return [];
  const fitted = await vae.fit(forActive(states, (state) => state.vaeFit(epoch)));
  endDiverged((state, i) => divergedVae(state.lane, fitted[i]!));
  const held = await vae.evaluate(
    forActive(states, ({ lane: { data } }) => ({
      source: data.validation,
      count: data.dataset.validation.count,
      round: epoch,
    })),
  );
  forActive(states, (state, i) => state.note(VAE_CURVES, { fitted: fitted[i]!, held: held[i]! }));
  return vae.generate(forActive(states, (state) => state.generation(epoch)));
}

function forActive<T>(states: readonly LaneState[], make: (state: LaneState, i: number) => T): (T | null)[] {
  return states.map((state, i) => (state.active ? make(state, i) : null));
}

/** The first part of the loss that is minimised and not a finite number, in words; null while all is well. */
function divergedVae({ config }: TrialLane, losses: VaeLosses): string | null {
  for (const part of ['reconstruction', 'kl', 'prediction'] as const) {
    if (config.lossWeights[part] > 0 && !Number.isFinite(losses[part]))
      return `the VAE's ${part} loss became ${losses[part]}`;
  }
  return null;
}

function divergedClassifier({ loss }: ClassifierLosses): string | null {
  return Number.isFinite(loss) ? null : `the classifier's loss became ${loss}`;
}

/** Losses are taken before each step, so only predictions show what the last one did. */
function divergedPredictions({ numbers }: Evaluation): string | null {
  return numbers ? null : "the classifier's predictions became NaN";
}
