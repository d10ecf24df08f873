import type { GeneratingPlan } from '../augment/arm.ts';
import { type Config, hasSteps, type StepSettings, stepwise } from '../config/config.ts';
import { blankMissing } from '../dataset/blank-missing.ts';
import type { CutTraining } from '../dataset/cut.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { columnsOf } from '../dataset/layout.ts';
import { concatenate, takeLabels, takeRows } from '../dataset/rows.ts';
import type { FitInput, GenerateInput, Rows, VaeLane, VaeLosses } from '../engine/port.ts';
import { initialVae } from '../model/initial.ts';
import type { VaeNetwork } from '../model/network.ts';
import { Purpose } from '../random/stream.ts';
import type { Holdings } from './holdings.ts';
import { rowsOfPiece } from './made-pieces.ts';
import { vaeOf } from './networks.ts';
import { Patience } from './patience.ts';
import { stepOrder } from './step-order.ts';
import type { TrialLane } from './trial-lane.ts';

/** How many of the minority's real rows the collapse measures look at. */
const PROBE_ROWS = 1000;

/** Real minority rows, to measure collapse on, and room for what is generated from them. */
export interface Probe {
  readonly rows: Rows;
  readonly twins: Rows;
  readonly count: number;
}

/** Generated values that may lie in an engine's memory beside a copy of them. */
const TWICE = 4_000_000;

/**
 * How many generated rows lie in an engine's memory at once: all, where a network learns from them there. A classifier that
 * is fitted in one go takes a copy, so that of many a piece is enough: whole batches.
 */
export function rowsAtOnce({ generateFrom }: GeneratingPlan, config: Config, columns: number): number {
  const made = generateFrom.length;
  if (stepwise(config) || made * columns <= TWICE) return made;
  const { batch_size: batch } = stepsOf(config);
  return Math.min(made, batch * Math.ceil(rowsOfPiece(columns) / batch));
}

/** A lane's VAE: what it is fitted on and generates, epoch by epoch, and where its collapse is measured. */
export class VaeState {
  readonly plan: GeneratingPlan;
  readonly probe: Probe;
  readonly patience: Patience;
  readonly #settings: StepSettings;
  readonly #lane: TrialLane;
  /** Where the generated rows go, all of them or a piece: `rowsAtOnce`. */
  readonly #into: Rows;
  #settledAt: number | null = null;

  constructor(holdings: Holdings, lane: TrialLane, training: CutTraining, plan: GeneratingPlan, into: Rows) {
    this.#lane = lane;
    this.plan = plan;
    this.#settings = stepsOf(lane.config);
    const judged = lane.data.dataset.validation.count > 0;
    this.patience = new Patience(judged ? this.#settings.patience : 0, plan.vae.kl_warmup);
    this.#into = into;
    this.probe = uploadProbe(holdings, lane.data.dataset, training);
  }

  /** The epoch after which it is trained no further, with its best weights; null while it is. */
  get settledAt(): number | null {
    return this.#settledAt;
  }

  settle(epoch: number): void {
    this.#settledAt = epoch;
  }

  get network(): VaeNetwork {
    const { data, config } = this.#lane;
    return vaeOf({ ...this.plan.vae, arm: config.arm }, data.dataset);
  }

  laneOf(network: VaeNetwork): VaeLane {
    const { seed } = this.#lane;
    const { vae } = this.plan;
    return {
      seed,
      parameters: initialVae(network, seed),
      lossWeights: {
        reconstruction: vae['loss_weights.reconstruction'],
        kl: vae['loss_weights.kl'],
        prediction: vae['loss_weights.prediction'],
      },
      dropout: vae.dropout,
      learningRate: this.#settings.learning_rate,
    };
  }

  fit(epoch: number): FitInput {
    const { fitOn, vae } = this.plan;
    const { data, seed } = this.#lane;
    const { steps_per_epoch: steps, batch_size: batch } = this.#settings;
    const passes = vae.vae_epochs;
    const input = { sources: [data.train], weights: null };
    // A pass is a round, steps or not: by rounds the KL divergence warms up.
    const order = steps === 0 ? fitOn : stepOrder(fitOn, steps * batch, seed, Purpose.vaeSteps, epoch);
    return { ...input, order, passes, round: (epoch - 1) * passes };
  }

  /** Whether all that it generates in an epoch lies there at once. */
  get atOnce(): boolean {
    return this.#into.capacity >= this.plan.generateFrom.length;
  }

  /** What it generates in an epoch, in pieces of which each overwrites the one before. */
  generations(epoch: number): GenerateInput[] {
    const { generateFrom } = this.plan;
    const { capacity } = this.#into;
    const { batch_size: batch } = this.#settings;
    return Array.from({ length: Math.max(1, Math.ceil(generateFrom.length / capacity)) }, (_, i) => ({
      sources: [this.#lane.data.train],
      order: generateFrom.subarray(i * capacity, (i + 1) * capacity),
      round: epoch,
      step: (i * capacity) / batch,
      into: this.#into,
      at: 0,
    }));
  }

  /** The features of the first `count` rows that it generated last. [count, D] */
  async read(count: number): Promise<Float32Array> {
    return this.#into.read(0, count);
  }

  /**
   * Where outputs are by kinds of columns: what is missing in the rows that it generated last, from those of `order`, is as
   * encoding has it.
   */
  async blankMissing({ order }: Pick<GenerateInput, 'order'>): Promise<void> {
    const { dataset } = this.#lane.data;
    if (this.plan.vae.reconstruction !== 'mixed' || order.length === 0) return;
    const columns = columnsOf(dataset);
    if (!columns.some(({ missing }) => missing)) return;
    const features = await this.read(order.length);
    if (blankMissing(features, columns))
      this.#into.write(0, features, takeLabels(dataset.train.labels, order));
  }

  /** The first part of the loss that is minimised and not a finite number, in words; null while all is well. */
  diverged(losses: VaeLosses): string | null {
    for (const part of ['reconstruction', 'kl', 'prediction'] as const) {
      if (this.plan.vae[`loss_weights.${part}`] > 0 && !Number.isFinite(losses[part]))
        return `the VAE's ${part} loss became ${losses[part]}`;
    }
    return null;
  }
}

function stepsOf(config: Config): StepSettings {
  if (!hasSteps(config)) throw new TypeError(`the arm ${config.arm} has no VAE`);
  return config;
}

/** The first kept rows of each minority class, in equal shares. */
function uploadProbe(
  holdings: Holdings,
  { train, features, majority }: Dataset,
  { kept }: CutTraining,
): Probe {
  const minorities = kept.filter((_, k) => k !== majority);
  const share = Math.max(1, Math.floor(PROBE_ROWS / minorities.length));
  const chosen = concatenate(minorities.map((rows) => rows.subarray(0, share)));
  const rows = holdings.rows(chosen.length, features);
  rows.write(0, takeRows(train, features, chosen), takeLabels(train.labels, chosen));
  return { rows, twins: holdings.rows(chosen.length, features), count: chosen.length };
}
