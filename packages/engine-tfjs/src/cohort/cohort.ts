import {
  type CohortShape,
  eachLane,
  type FitInput,
  type GenerateInput,
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

/** The networks of a cohort. */
interface Networks<Inputs, Activations, Scales> {
  /** Parameters of each. */
  readonly size: number;
  readonly program: Program<Inputs, Activations, Scales>;
  /** How many sums the program makes. */
  readonly sums: number;
  readonly buffersOf: (lanes: readonly number[]) => BatchBuffers<Inputs, Scales>;
}

/** A lane's rows in a step: `count` of them, the first at `from`. `done` of the lane came in the steps before. */
interface Stretch {
  readonly lane: number;
  readonly from: number;
  readonly count: number;
  readonly done: number;
}

/**
 * K networks of one shape, advanced together, as far as any network is. The device must be in use. Throws RangeError
 * where a lane has not `size` parameters. Lanes are not held: their parameters would be there twice.
 */
export function createCohort<Inputs, Activations, Scales>(
  device: Device,
  { network, batchSize, optimizer }: CohortShape<Network>,
  all: readonly Lane[],
  { size, program, sums, buffersOf }: Networks<Inputs, Activations, Scales>,
) {
  const { features } = network;
  const trainer = new Trainer(device, optimizer, size, all);
  const seeds = all.map(({ seed }) => seed);

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
            buffers.fillRows(k, batch, given[lanes[k]!]!);
            buffers.fillDrawn(k, batch, noise, training);
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
    const totals = new Totals(seeds.length, sums);
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
  const onePass = (input: Pick<GenerateInput, 'sources' | 'order' | 'round' | 'step'>): LaneBatches =>
    laneBatches({ ...input, weights: null, passes: 1 }, features, batchSize);

  return {
    means,
    onePass,

    /** One pass over the first `count` rows. Throws RangeError where there are fewer. */
    firstRows(source: Rows, count: number, round: number): LaneBatches {
      own(source, features).check(0, count);
      return onePass({ sources: [source], order: new Uint32Array(count).map((_, row) => row), round });
    },

    /** Trains in the orders of the purpose `shuffle`, with that noise. */
    async fit(inputs: readonly (FitInput | null)[], shuffle: number, noise: number) {
      const { draws } = device;
      const given = eachLane(seeds.length, inputs, (input, lane) =>
        laneBatches(input, features, batchSize, (order, round) =>
          draws.shuffle(order, seeds[lane]!, shuffle, round),
        ),
      );
      return means(given, noise, true);
    },

    /** Runs the batches through the networks. `read` gets what they make of each step, and the labels of its rows. */
    async forward(
      given: Given,
      noise: number,
      read: (stretches: readonly Stretch[], at: Activations, labels: Uint8Array) => void,
    ): Promise<void> {
      const done = new Uint32Array(seeds.length);
      await drive(given, noise, false, ({ lanes, batches, at }, { labels }) => {
        const stretches = lanes.map((lane, k) => {
          const count = batches[k]!.numbers.length;
          return { lane, from: k * batchSize, count, done: done[lane]! };
        });
        read(stretches, at, labels);
        for (const { lane, count } of stretches) done[lane]! += count;
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
