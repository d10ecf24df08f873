import type { ArmPlan, Preparation, TrainingSet } from '../augment/arm.ts';
import { armNamed } from '../augment/arms.ts';
import type { FittingRows } from '../classifier/classifier.ts';
import { hasSteps, stepwise } from '../config/config.ts';
import { cutMinority } from '../dataset/cut.ts';
import type { ClassifierLane, FitInput, Rows } from '../engine/port.ts';
import { exp } from '../math/elementary.ts';
import { nameOf } from '../measure/catalogue.ts';
import { CLASSIFIER_CURVES, type CurveMeasure, type EpochLosses, VAE_CURVES } from '../measure/curves.ts';
import type { Curves } from '../measure/measure.ts';
import { initialClassifier } from '../model/initial.ts';
import type { ClassifierNetwork } from '../model/network.ts';
import { Purpose, type Seed } from '../random/stream.ts';
import { type FittedConfig, takesWeights } from './fit-classifier.ts';
import type { Holdings } from './holdings.ts';
import { type MadePieces, piecesInEngine, piecesMadeAgain } from './made-pieces.ts';
import { Patience } from './patience.ts';
import { chooseMadeRows, type MadeRows } from './predictions.ts';
import { shiftOutputs } from './prior-shift.ts';
import { stepOrder } from './step-order.ts';
import { classShares, fittingRows, madeLabels } from './training-rows.ts';
import type { TrialLane } from './trial-lane.ts';
import { rowsAtOnce, VaeState } from './vae-state.ts';

/** What a lane keeps between epochs: its plan, its rows in the engine's memory and its curves. */
export class LaneState {
  readonly lane: TrialLane;
  readonly plan: ArmPlan;
  /** Null in arms without one. */
  readonly vae: VaeState | null;
  /** Of the network that classifies. */
  readonly patience: Patience;
  /** Rows that the arm prepared or the VAE generates; where the classifier is fitted in one go, none of prepared ones, and few of many. */
  readonly #generated: Rows;
  #pieces: MadePieces;
  /** Their classes. */
  #labels: Uint8Array;
  readonly #curves = new Map<CurveMeasure<never>, number[]>(
    [...CLASSIFIER_CURVES, ...VAE_CURVES].map((curve) => [curve, []]),
  );
  #ended = false;
  #shares: Float64Array | null = null;

  constructor(holdings: Holdings, lane: TrialLane) {
    const { config, seed, data } = lane;
    const { dataset } = data;
    const training = cutMinority(dataset, config.minority_rate, seed);
    const plan = armNamed.get(config.arm)!.plan({ dataset, training, config, seed });
    this.#labels = madeLabels(plan, dataset);
    const prepared = (plan.kind === 'fixed' && plan.prepared) || null;
    const made = this.#labels.length;
    // A classifier that is fitted in one go goes over its rows in one place: the engine's memory need not hold them too.
    const again = prepared !== null && !stepwise(config) ? prepared.maker() : null;
    const atOnce = plan.kind === 'generating' ? rowsAtOnce(plan, config, dataset.features) : again ? 0 : made;
    const generated = holdings.rows(Math.max(1, atOnce), dataset.features);
    if (prepared && !again) writePrepared(prepared, seed, generated);
    this.lane = lane;
    this.plan = plan;
    const judged = stepwise(config) && dataset.validation.count > 0;
    this.patience = new Patience(judged ? config.patience : 0);
    this.#generated = generated;
    this.#pieces = again
      ? piecesMadeAgain(() => again(seed), dataset.features)
      : piecesInEngine(generated, made);
    this.vae = plan.kind === 'generating' ? new VaeState(holdings, lane, training, plan, generated) : null;
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
    return Object.fromEntries(Array.from(this.#curves, ([curve, values]) => [nameOf(curve), values.slice()]));
  }

  note<Losses>(curves: readonly CurveMeasure<Losses>[], losses: EpochLosses<Losses>): void {
    for (const curve of curves) this.#curves.get(curve)!.push(curve.value(losses));
  }

  /** Whether no further epoch could change anything. */
  isSettled(epoch: number): boolean {
    const { vae, patience, lane } = this;
    const settledVae = vae === null || vae.settledAt !== null;
    if (!stepwise(lane.config)) return vae !== null && settledVae;
    return settledVae && patience.isOut(epoch, vae?.settledAt ?? 0);
  }

  /** Milestones that end with this epoch: all that are left where it is the last that is trained. */
  dueMilestones(epoch: number): readonly number[] {
    const settled = this.isSettled(epoch);
    return this.lane.milestones.filter((m) => (settled ? m >= epoch : m === epoch));
  }

  isDue(epoch: number): boolean {
    return this.active && this.dueMilestones(epoch).length > 0;
  }

  /**
   * What each class's validation rows weigh in the loss that patience goes by: what the class weighs in the training set,
   * with the prior that predictions are moved to. [K]
   */
  get shares(): Float64Array | null {
    return this.#shares;
  }

  /** Of the first epoch's training set, for all epochs. */
  takeShares(set: TrainingSet): void {
    if (!this.patience.counts || this.#shares) return;
    const { plan, lane } = this;
    const shares = classShares(this.#labels, lane.data.dataset, set);
    this.#shares = shares.map((share, k) => share * exp(plan.logPriorShift?.[k] ?? 0));
  }

  /** The training set of an epoch, with its rows in place; null of an arm with a VAE, which makes it. */
  setOf(epoch: number): TrainingSet | null {
    const { plan } = this;
    if (plan.kind === 'generating') return null;
    if (plan.kind === 'fixed') return plan.set;
    const { set, labels, write } = plan.of(epoch);
    this.#labels = labels;
    const { dataset } = this.lane.data;
    const features = new Float32Array(dataset.features);
    const isMade = new Uint8Array(labels.length);
    for (const row of this.#drawn(epoch, set.order)) {
      const i = row - dataset.train.count;
      if (isMade[i] === 1) continue;
      isMade[i] = 1;
      write(i, features);
      this.#generated.write(i, features, labels.subarray(i, i + 1));
    }
    return set;
  }

  /** The rows of a set that an epoch is trained on: all, or those that are drawn for its steps. */
  #drawn(epoch: number, order: Uint32Array): Uint32Array {
    const { config, seed } = this.lane;
    const rows = stepwise(config) ? config.steps_per_epoch * config.batch_size * config.classifier_epochs : 0;
    return rows === 0 ? order : stepOrder(order, rows, seed, Purpose.classifierSteps, epoch);
  }

  fittingRows(config: FittedConfig, set: TrainingSet): Promise<FittingRows> {
    const { dataset } = this.lane.data;
    return fittingRows(this.#labels, dataset, set, this.#pieces, takesWeights(config));
  }

  classifierFit(epoch: number, { order, weights }: TrainingSet): FitInput {
    const { config, data } = this.lane;
    if (!stepwise(config)) throw new TypeError(`${config.classifier} is not trained by steps`);
    const passes = config.classifier_epochs;
    const input = { sources: [data.train, this.#generated], weights, order: this.#drawn(epoch, order) };
    return config.steps_per_epoch === 0
      ? { ...input, passes, round: (epoch - 1) * passes }
      : { ...input, passes: 1, round: epoch - 1 };
  }

  /** Tells where made rows are to be read from now on. */
  readMadeFrom(pieces: MadePieces): void {
    this.#pieces = pieces;
  }

  /** Of the rows that the arm made for this epoch, while they can be read: until the next one generates. */
  madeRows(epoch: number, set: TrainingSet): Promise<MadeRows | null> {
    return chooseMadeRows(this.lane, this.#labels, set, this.#pieces, epoch);
  }

  classifierLane(network: ClassifierNetwork): ClassifierLane {
    const { config, seed } = this.lane;
    if (!hasSteps(config)) throw new TypeError(`${config.classifier} is not trained by steps`);
    const initial = initialClassifier(network, seed);
    const shift = this.plan.logPriorShift;
    return {
      seed,
      parameters: shift ? shiftOutputs(initial, shift, -1) : initial,
      learningRate: config.learning_rate,
    };
  }
}

function writePrepared({ labels, maker }: Preparation, seed: Seed, into: Rows): void {
  let at = 0;
  for (const features of maker()(seed)) {
    const end = at + features.length / into.columns;
    into.write(at, features, labels.subarray(at, end));
    at = end;
  }
}
