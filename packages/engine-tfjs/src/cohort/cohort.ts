import {
  type CohortShape,
  eachLane,
  type FitInput,
  type Network,
  type Rows,
  type Seed,
} from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Device } from '../device.ts';
import type { Program } from '../network/program.ts';
import { own } from '../rows.ts';
import { type Batch, type LaneBatches, laneBatches } from './batches.ts';
import type { BatchBuffers } from './buffers.ts';
import { phases } from './phases.ts';
import { Totals } from './totals.ts';
import { Trainer } from './trainer.ts';

interface Lane {
  readonly seed: Seed;
  readonly parameters: Float32Array;
  readonly learningRate: number;
}

/** By lane, null for one that sits out. */
type Given = readonly (LaneBatches | null)[];

/** A batch of each lane that takes part, and what the networks make of it. */
interface Step<Inputs, Activations> {
  readonly lanes: readonly number[];
  /** Batch i is that of the i-th lane. */
  readonly batches: readonly Batch[];
  readonly w: tf.Tensor2D;
  readonly inputs: Inputs;
  readonly at: Activations;
}

/**
 * K networks of one shape, advanced together, as far as any network is. The device must be in use. `sums` is how many
 * the program makes. Throws RangeError where a lane has not `size` parameters.
 */
export function createCohort<Inputs, Activations, Scales>(
  device: Device,
  { network, batchSize, optimizer }: CohortShape<Network>,
  all: readonly Lane[],
  size: number,
  program: Program<Inputs, Activations, Scales>,
  sums: number,
  buffersOf: (lanes: readonly number[]) => BatchBuffers<Inputs, Scales>,
) {
  const { features } = network;
  const trainer = new Trainer(device, optimizer, size, all);

  /** Takes every lane through its batches, all of them together for as long as they last. */
  async function drive(
    given: Given,
    noise: number,
    training: boolean,
    take: (step: Step<Inputs, Activations>, buffers: BatchBuffers<Inputs, Scales>) => void,
  ): Promise<void> {
    await device.use();
    for (const { lanes, from, to } of phases(given.map((batches) => batches?.steps ?? 0))) {
      const buffers = buffersOf(lanes);
      try {
        for (let t = from; t < to; t++) {
          const batches = lanes.map((lane) => given[lane]!.next());
          batches.forEach((batch, k) => {
            buffers.fill(k, batch, given[lanes[k]!]!, noise, training);
          });
          tf.tidy(() => {
            const w = trainer.state.select(lanes)[0]!;
            const inputs = buffers.inputTensors(training);
            take({ lanes, batches, w, inputs, at: program.forward(w, inputs) }, buffers);
          });
        }
      } finally {
        buffers.free();
      }
    }
  }

  /** The program's sums over the measured rows of each lane, over their number. */
  async function means(given: Given, noise: number, training: boolean): Promise<(Float64Array | null)[]> {
    const totals = new Totals(all.length, sums);
    await drive(given, noise, training, ({ lanes, batches, w, inputs, at }, buffers) => {
      if (batches.some(({ measured }) => measured)) {
        const { weights, mask } = buffers.rowTensors();
        const measured = lanes.map((lane, k) => (batches[k]!.measured ? lane : -1));
        totals.add(program.sums(inputs, at, weights, mask), measured);
      }
      if (training) trainer.update(lanes, program.backward(w, inputs, at, buffers.scaleTensors()));
    });
    const read = totals.read();
    return given.map((batches, lane) => batches && read[lane]!.map((sum) => sum / batches.rows));
  }

  /** One pass over rows as they come. */
  const onePass = (sources: readonly Rows[], order: Uint32Array, round: number): LaneBatches =>
    laneBatches({ sources, order, weights: null, passes: 1, round }, features, batchSize);

  return {
    means,
    onePass,

    /** One pass over the first `count` rows. Throws RangeError where there are fewer. */
    firstRows(source: Rows, count: number, round: number): LaneBatches {
      own(source, features).check(0, count);
      return onePass(
        [source],
        new Uint32Array(count).map((_, row) => row),
        round,
      );
    },

    /** Trains in the orders of the purpose `shuffle`, with that noise. */
    async fit(inputs: readonly (FitInput | null)[], shuffle: number, noise: number) {
      const { draws } = device;
      const given = eachLane(all.length, inputs, (input, lane) =>
        laneBatches(input, features, batchSize, (order, round) =>
          draws.shuffle(order, all[lane]!.seed, shuffle, round),
        ),
      );
      return means(given, noise, true);
    },

    /**
     * Runs the batches through the networks. `read` gets what they make and the labels of each step; what it returns
     * copies one lane's rows, `count` of them from `from` on, to where `done` of that lane came before.
     */
    async forward(
      given: Given,
      noise: number,
      read: (
        at: Activations,
        labels: Uint8Array,
      ) => (lane: number, from: number, count: number, done: number) => void,
    ): Promise<void> {
      const done = new Uint32Array(all.length);
      await drive(given, noise, false, ({ lanes, batches, at }, { labels }) => {
        const copy = read(at, labels);
        lanes.forEach((lane, k) => {
          const count = batches[k]!.numbers.length;
          copy(lane, k * batchSize, count, done[lane]!);
          done[lane]! += count;
        });
      });
    },

    async parameters(lane: number): Promise<Float32Array> {
      await device.use();
      return trainer.state.parameters(lane);
    },

    async setParameters(lane: number, parameters: Float32Array): Promise<void> {
      await device.use();
      trainer.state.setParameters(lane, parameters);
    },

    free: () => trainer.free(),
  };
}
