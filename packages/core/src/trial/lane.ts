import type { ArmPlan, TrainingSet } from '../augment/arm.ts';
import { armPlan } from '../augment/arms.ts';
import { cutMinority } from '../dataset/cut.ts';
import type {
  ClassifierLane,
  ClassifierLosses,
  Engine,
  FitInput,
  GenerateInput,
  Rows,
  VaeLane,
  VaeLosses,
} from '../engine/port.ts';
import { type ClassifierNetwork, initialClassifier, initialVae, type VaeNetwork } from '../model/network.ts';
import type { Seed } from '../random/stream.ts';
import type { TrialConfig } from './config.ts';
import type { LoadedDataset } from './load.ts';
import { shiftOutputs } from './prior-shift.ts';
import { CURVES, type CurveName, type Curves } from './result.ts';

/** One training run: a config with its last milestone as `epochs`, on one replicate's data. */
export interface TrialLane {
  readonly config: TrialConfig;
  readonly seed: Seed;
  readonly data: LoadedDataset;
  /** Epochs at which a result is wanted, ascending. */
  readonly milestones: readonly number[];
}

/** How many of the minority's real rows the collapse measures look at. */
const PROBE_ROWS = 1000;

/** What a lane keeps between epochs: its plan, its rows in the engine's memory and its curves. */
export class LaneState {
  readonly lane: TrialLane;
  readonly plan: ArmPlan;
  readonly generated: Rows;
  /** Real minority rows, to measure collapse on; null in arms without a VAE. */
  readonly probe: { readonly rows: Rows; readonly twins: Rows; readonly count: number } | null;
  readonly #curves: Record<CurveName, number[]>;
  #ended = false;

  constructor(engine: Engine, lane: TrialLane) {
    const { config, seed, data } = lane;
    const { dataset } = data;
    const training = cutMinority(dataset, config.minorityRate, seed);
    this.lane = lane;
    this.plan = armPlan({ dataset, training, config, seed });
    this.#curves = Object.fromEntries(CURVES.map((name) => [name, []])) as unknown as Record<
      CurveName,
      number[]
    >;

    const { prepared, vae } = this.plan;
    this.generated = engine.rows(
      Math.max(1, prepared?.labels.length ?? 0, vae?.generateFrom.length ?? 0),
      dataset.features,
    );
    if (prepared) this.generated.write(0, prepared.features, prepared.labels);
    this.probe = vae ? uploadProbe(engine, lane, training.kept) : null;
  }

  get active(): boolean {
    return !this.#ended;
  }

  end(): void {
    this.#ended = true;
  }

  get lastEpoch(): number {
    return this.lane.milestones.at(-1)!;
  }

  /** A copy of the curves so far. */
  curves(): Curves {
    return Object.fromEntries(CURVES.map((name) => [name, this.#curves[name].slice()])) as unknown as Curves;
  }

  note(values: Partial<Record<CurveName, number>>): void {
    for (const [name, value] of Object.entries(values)) this.#curves[name as CurveName].push(value);
  }

  vaeFit(epoch: number): FitInput {
    const { config, data } = this.lane;
    return {
      sources: [data.train],
      order: this.plan.vae!.fitOn,
      weights: null,
      passes: config.vaeEpochs,
      round: (epoch - 1) * config.vaeEpochs,
    };
  }

  generation(epoch: number): GenerateInput {
    return {
      sources: [this.lane.data.train],
      order: this.plan.vae!.generateFrom,
      round: epoch,
      into: this.generated,
      at: 0,
    };
  }

  classifierFit(epoch: number, { order, weights }: TrainingSet): FitInput {
    const { config, data } = this.lane;
    return {
      sources: [data.train, this.generated],
      order,
      weights,
      passes: config.classifierEpochs,
      round: (epoch - 1) * config.classifierEpochs,
    };
  }

  vaeLane(network: VaeNetwork): VaeLane {
    const { config, seed } = this.lane;
    return {
      seed,
      parameters: initialVae(network, seed),
      lossWeights: config.lossWeights,
      dropout: config.dropout,
      learningRate: config.learningRate,
    };
  }

  classifierLane(network: ClassifierNetwork): ClassifierLane {
    const { config, seed } = this.lane;
    const initial = initialClassifier(network, seed);
    const shift = this.plan.logPriorShift;
    return {
      seed,
      parameters: shift ? shiftOutputs(initial, shift, -1) : initial,
      learningRate: config.learningRate,
    };
  }

  free(): void {
    this.generated.free();
    this.probe?.rows.free();
    this.probe?.twins.free();
  }
}

function uploadProbe(engine: Engine, { data }: TrialLane, kept: readonly Uint32Array[]): LaneState['probe'] {
  const { train, features, majority } = data.dataset;
  const minorities = kept.filter((_, k) => k !== majority);
  const share = Math.max(1, Math.floor(PROBE_ROWS / minorities.length));
  const chosen = minorities.flatMap((rows) => [...rows.subarray(0, share)]);
  const rows = engine.rows(Math.max(1, chosen.length), features);
  chosen.forEach((row, i) => {
    rows.write(
      i,
      train.features.subarray(row * features, (row + 1) * features),
      train.labels.subarray(row, row + 1),
    );
  });
  return { rows, twins: engine.rows(rows.capacity, features), count: chosen.length };
}

/** The first loss that is minimised and not a finite number, in words; null while all is well. */
export function divergence(
  config: TrialConfig,
  vae: VaeLosses | null,
  classifier: ClassifierLosses | null,
): string | null {
  if (vae) {
    for (const part of ['reconstruction', 'kl', 'prediction'] as const) {
      if (config.lossWeights[part] > 0 && !Number.isFinite(vae[part]))
        return `the VAE's ${part} loss became ${vae[part]}`;
    }
  }
  if (classifier && !Number.isFinite(classifier.loss))
    return `the classifier's loss became ${classifier.loss}`;
  return null;
}
