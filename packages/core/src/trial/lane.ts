import type { ArmPlan, TrainingSet } from '../augment/arm.ts';
import { armNamed } from '../augment/arms.ts';
import { cutMinority } from '../dataset/cut.ts';
import type { ClassifierLane, FitInput, Rows } from '../engine/port.ts';
import { nameOf } from '../measure/catalogue.ts';
import { CLASSIFIER_CURVES, type CurveMeasure, type EpochLosses, VAE_CURVES } from '../measure/curves.ts';
import type { Curves } from '../measure/measure.ts';
import { initialClassifier } from '../model/initial.ts';
import type { ClassifierNetwork } from '../model/network.ts';
import type { Holdings } from './holdings.ts';
import { chooseMadeRows, type MadeRows } from './predictions.ts';
import { shiftOutputs } from './prior-shift.ts';
import type { TrialLane } from './trial-lane.ts';
import { VaeState } from './vae-state.ts';

/** What a lane keeps between epochs: its plan, its rows in the engine's memory and its curves. */
export class LaneState {
  readonly lane: TrialLane;
  readonly plan: ArmPlan;
  /** Null in arms without one. */
  readonly vae: VaeState | null;
  /** Rows that the arm prepared or the VAE generates. */
  readonly #generated: Rows;
  readonly #curves = new Map<CurveMeasure<never>, number[]>(
    [...CLASSIFIER_CURVES, ...VAE_CURVES].map((curve) => [curve, []]),
  );
  #ended = false;

  constructor(holdings: Holdings, lane: TrialLane) {
    const { config, seed, data } = lane;
    const { dataset } = data;
    const training = cutMinority(dataset, config.minority_rate, seed);
    const plan = armNamed.get(config.arm)!.plan({ dataset, training, config, seed });
    const count = plan.kind === 'fixed' ? (plan.prepared?.labels.length ?? 0) : plan.generateFrom.length;
    const generated = holdings.rows(Math.max(1, count), dataset.features);
    if (plan.kind === 'fixed' && plan.prepared) {
      generated.write(0, plan.prepared.features, plan.prepared.labels);
    }
    this.lane = lane;
    this.plan = plan;
    this.#generated = generated;
    this.vae = plan.kind === 'fixed' ? null : new VaeState(holdings, lane, training, plan, generated);
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

  classifierFit(epoch: number, { order, weights }: TrainingSet): FitInput {
    const { config, data } = this.lane;
    return {
      sources: [data.train, this.#generated],
      order,
      weights,
      passes: config.classifier_epochs,
      round: (epoch - 1) * config.classifier_epochs,
    };
  }

  /** Of the rows that the arm made for this epoch, while they lie there: until the next one generates. */
  madeRows(epoch: number, set: TrainingSet): Promise<MadeRows | null> {
    return chooseMadeRows(this.lane, this.plan, set, this.#generated, epoch);
  }

  classifierLane(network: ClassifierNetwork): ClassifierLane {
    const { config, seed } = this.lane;
    const initial = initialClassifier(network, seed);
    const shift = this.plan.logPriorShift;
    return {
      seed,
      parameters: shift ? shiftOutputs(initial, shift, -1) : initial,
      learningRate: config.learning_rate,
    };
  }
}
