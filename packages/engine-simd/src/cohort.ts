import {
  type CohortShape,
  checkLane,
  eachLane,
  type FitInput,
  type Network,
  type Seed,
} from '@latentsweep/core';
import { strideOf } from './batch.ts';
import type { Region } from './heap.ts';
import type { Machine } from './kernels.ts';
import type { Layout } from './layout.ts';
import { listRows, type RowList } from './list.ts';
import { Model } from './model.ts';
import type { Program } from './program.ts';
import { rowWidth } from './rows.ts';

/** This engine advances one network at a time. Throws RangeError where a cohort has not exactly one lane. */
export function onlyLane<Lane>(lanes: readonly Lane[]): Lane {
  if (lanes.length !== 1) throw new RangeError(`a cohort of ${lanes.length} lanes, not of 1`);
  return lanes[0]!;
}

interface Lane {
  readonly seed: Seed;
  readonly parameters: Float32Array;
  readonly learningRate: number;
}

/**
 * What any cohort of one is: a network's parameters, `sums` f64 that its programs add to, and how these are run. Takes
 * the region over. Throws RangeError where the lane's parameters are not the network's.
 */
export function createCohort(
  machine: Machine,
  region: Region,
  { network, batchSize, optimizer }: CohortShape<Network>,
  lane: Lane,
  layout: Layout,
  sums: number,
) {
  const { heap, kernels } = machine;
  const { seed } = lane;
  const stride = strideOf(batchSize);
  const model = new Model(machine, region, layout, optimizer, lane.learningRate);
  model.parameters = lane.parameters;
  const totals = region.allocate(8 * sums);

  let scratch = 0;

  /** Where the rows of bytes of a batch are unpacked: the bytes of a row, then a list and the rows, eight at a time. */
  function scratchFor({ packed }: RowList): number {
    if (!packed || scratch !== 0) return packed ? scratch : 0;
    const rowBytes = 4 * rowWidth(network.features);
    // Whole vectors of 16 features are written, past the end of a row.
    scratch = region.allocate(16 + (batchSize + 8) * (4 + rowBytes) + 64);
    new Uint32Array(heap.memory.buffer, scratch, 1)[0] = rowBytes;
    return scratch;
  }

  /** The sums as a view, valid until memory is allocated. */
  const readTotals = () => new Float64Array(heap.memory.buffer, totals, sums);

  /**
   * Runs the program for each batch of the list, the first of which has the number `step`, from sums of 0 on; it may leave out
   * what need not be `measured`.
   */
  function run(program: Program, list: RowList, round: number, measured = true, step = 0): void {
    const { address, weights, count } = list;
    const { start, end } = program;
    const unpacked = scratchFor(list);
    readTotals().fill(0);
    const { run } = kernels;
    run(start, end, address, weights, count, batchSize, stride, ...seed, round, measured, unpacked, step);
  }

  return {
    model,
    /** Address of the sums. */
    totals,
    readTotals,
    run,

    /** f of the only lane's input, with memory of its own for as long as it runs; null where the lane sits out. */
    each: <Input, Output>(inputs: readonly (Input | null)[], f: (input: Input, memory: Region) => Output) =>
      eachLane(1, inputs, (input) => heap.within((memory) => f(input, memory))),

    /**
     * Trains pass by pass, in the orders of `purpose`; `before` is told the number of each pass. Returns the number of rows
     * that the sums are over.
     */
    train(
      input: FitInput,
      memory: Region,
      program: Program,
      purpose: number,
      before?: (round: number) => void,
    ): number {
      const { sources, order, weights, passes } = input;
      const list = listRows(machine, memory, sources, network.features, order, weights);
      readTotals().fill(0);
      for (let pass = 0; pass < passes; pass++) {
        const round = input.round + pass;
        before?.(round);
        kernels.shuffle(list.address, list.weights, list.count, ...seed, purpose, round);
        run(program, list, round, pass === passes - 1);
      }
      return passes > 0 ? list.count : 0;
    },

    parameters(k: number): Float32Array {
      checkLane(k, 1);
      return model.parameters;
    },

    free: () => region.free(),
  };
}
