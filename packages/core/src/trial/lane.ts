import type { ArmPlan } from '../augment/arm.ts';
import { armPlan } from '../augment/arms.ts';
import { type CutTraining, cutMinority } from '../dataset/cut.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { concatenate, takeFeatures, takeLabels } from '../dataset/rows.ts';
import type { ClassifierLane, FitInput, GenerateInput, Rows, VaeLane } from '../engine/port.ts';
import { CURVES, nameOf } from '../measure/catalogue.ts';
import type { CurveMeasure, EpochLosses } from '../measure/curves.ts';
import type { Curves } from '../measure/measure.ts';
import { initialClassifier, initialVae } from '../model/initial.ts';
import type { ClassifierNetwork, VaeNetwork } from '../model/network.ts';
import type { Seed } from '../random/stream.ts';
import type { TrialConfig } from './config.ts';
import type { Holdings } from './holdings.ts';
import type { LoadedDataset } from './load.ts';
import { shiftOutputs } from './prior-shift.ts';

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
  /** Rows that the arm prepared or the VAE generates. */
  readonly #generated: Rows;
  /** Real minority rows, to measure collapse on; null in arms without a VAE. */
  readonly probe: { readonly rows: Rows; readonly twins: Rows; readonly count: number } | null;
  readonly #curves = new Map(CURVES.map((name) => [name, [] as number[]]));
  #ended = false;

  constructor(holdings: Holdings, lane: TrialLane) {
    const { config, seed, data } = lane;
    const { dataset } = data;
    const training = cutMinority(dataset, config.minorityRate, seed);
    this.lane = lane;
    this.plan = armPlan({ dataset, training, config, seed });
    const { prepared, vae } = this.plan;
    this.#generated = holdings.rows(
      Math.max(1, prepared?.labels.length ?? 0, vae?.generateFrom.length ?? 0),
      dataset.features,
    );
    if (prepared) this.#generated.write(0, prepared.features, prepared.labels);
    this.probe = vae ? uploadProbe(holdings, dataset, training) : null;
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
    return Object.fromEntries(Array.from(this.#curves, ([name, values]) => [name, values.slice()]));
  }

  note<Losses>(curves: readonly CurveMeasure<Losses>[], losses: EpochLosses<Losses>): void {
    for (const curve of curves) this.#curves.get(nameOf(curve))!.push(curve.value(losses));
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
      into: this.#generated,
      at: 0,
    };
  }

  /** `generated`: the VAE head's probabilities for the rows that it generated, null in arms without one. */
  classifierFit(epoch: number, generated: Float32Array | null): FitInput {
    const { config, data } = this.lane;
    const { order, weights } = this.plan.trainingSet(generated);
    return {
      sources: [data.train, this.#generated],
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
}

/** The first kept rows of each minority class, in equal shares. */
function uploadProbe(
  holdings: Holdings,
  { train, features, majority }: Dataset,
  { kept }: CutTraining,
): LaneState['probe'] {
  const minorities = kept.filter((_, k) => k !== majority);
  const share = Math.max(1, Math.floor(PROBE_ROWS / minorities.length));
  const chosen = concatenate(minorities.map((rows) => rows.subarray(0, share)));
  const rows = holdings.rows(chosen.length, features);
  rows.write(0, takeFeatures(train.features, features, chosen), takeLabels(train.labels, chosen));
  return { rows, twins: holdings.rows(chosen.length, features), count: chosen.length };
}
