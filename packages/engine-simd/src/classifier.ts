import {
  type ClassifierCohort,
  type ClassifierLane,
  type ClassifierLosses,
  type ClassifierNetwork,
  type CohortShape,
  classifierParts,
  type FitInput,
  Purpose,
  type Rows,
} from '@latentsweep/core';
import { strideOf } from './batch.ts';
import { type ClassifierPrograms, createClassifierPrograms } from './classifier-program.ts';
import { checkLane, forLane, onlyLane } from './cohort.ts';
import type { Region } from './heap.ts';
import type { Machine } from './kernels.ts';
import { classifierLayout } from './layout.ts';
import { listFirst, listRows, type RowList, run } from './list.ts';
import { Model } from './model.ts';
import { assemble, type Program } from './program.ts';
import { own } from './rows.ts';
import { LAYERS } from './supports.ts';

/** A classifier in the kernels' memory, as a cohort of one. */
export class SimdClassifier implements ClassifierCohort {
  readonly #machine: Machine;
  readonly #region: Region;
  readonly #shape: CohortShape<ClassifierNetwork>;
  readonly #lane: ClassifierLane;
  readonly #model: Model;
  /** Address of two f64: loss, right rows. */
  readonly #totals: number;
  readonly #outputs: number;
  readonly #programs: ClassifierPrograms;
  readonly #training: Program;

  /** Takes the region over. Throws where there is not one lane or its parameters are not the network's. */
  constructor(
    machine: Machine,
    region: Region,
    shape: CohortShape<ClassifierNetwork>,
    lanes: readonly ClassifierLane[],
  ) {
    const lane = onlyLane(lanes);
    const { network, optimizer, batchSize } = shape;
    this.#machine = machine;
    this.#region = region;
    this.#shape = shape;
    this.#lane = lane;
    const layout = classifierLayout(classifierParts(network, LAYERS));
    this.#model = new Model(machine, region, layout, optimizer, lane.learningRate);
    this.#model.parameters = lane.parameters;
    this.#totals = region.allocate(16);
    this.#outputs = layout.head.outputs;
    this.#programs = createClassifierPrograms(
      region,
      this.#model,
      layout,
      network.features,
      batchSize,
      this.#totals,
    );
    this.#training = assemble(machine, region, [...this.#programs.train(), this.#model.update]);
  }

  fit(inputs: readonly (FitInput | null)[]): (ClassifierLosses | null)[] {
    return forLane(inputs, (input) => this.#machine.heap.within((region) => this.#fit(region, input)));
  }

  predict(
    inputs: readonly ({ readonly source: Rows; readonly count: number } | null)[],
  ): (Float32Array | null)[] {
    return forLane(inputs, ({ source, count }) =>
      this.#machine.heap.within((region) => {
        const list = listFirst(this.#machine, region, own(source, this.#shape.network.features), count);
        const out = region.allocate(count * this.#outputs * 4);
        this.#run(assemble(this.#machine, region, this.#programs.predict(out)), list, 0, false);
        return new Float32Array(this.#machine.heap.memory.buffer, out, count * this.#outputs).slice();
      }),
    );
  }

  parameters(lane: number): Float32Array {
    checkLane(lane);
    return this.#model.parameters;
  }

  setParameters(lane: number, parameters: Float32Array): void {
    checkLane(lane);
    this.#model.parameters = parameters;
  }

  free(): void {
    this.#region.free();
  }

  #fit(region: Region, { sources, order, weights, passes, round }: FitInput): ClassifierLosses {
    const { kernels, heap } = this.#machine;
    const list = listRows(this.#machine, region, sources, this.#shape.network.features, order, weights);
    const { address, count } = list;
    const [seed0, seed1] = this.#lane.seed;
    const sums = new Float64Array(heap.memory.buffer, this.#totals, 2).fill(0);
    for (let pass = round; pass < round + passes; pass++) {
      kernels.shuffle(address, list.weights, count, seed0, seed1, Purpose.classifierShuffle, pass);
      sums.fill(0);
      this.#run(this.#training, list, pass, pass === round + passes - 1);
    }
    const rows = passes > 0 ? count : 0;
    return { loss: sums[0]! / rows, accuracy: sums[1]! / rows };
  }

  #run(program: Program, list: RowList, round: number, measured: boolean): void {
    const { batchSize } = this.#shape;
    const { seed } = this.#lane;
    run(this.#machine, program, list, { batchSize, stride: strideOf(batchSize), seed, round, measured });
  }
}
