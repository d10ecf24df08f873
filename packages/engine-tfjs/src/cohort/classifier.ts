import {
  type ClassifierCohort,
  type ClassifierLane,
  type ClassifierLosses,
  type ClassifierNetwork,
  type CohortShape,
  classifierParts,
  type FitInput,
  headOutputs,
  Purpose,
  type Rows,
  type Seed,
} from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Device } from '../device.ts';
import { type ClassifierProgram, createClassifierProgram } from '../network/classifier.ts';
import { LAYERS } from '../network/supports.ts';
import { type Batch, firstRows, fitBatches, type LaneBatches, orderedBatches } from './batches.ts';
import { BatchBuffers } from './buffers.ts';
import { drive, eachInput, measuredLanes, type Stepper } from './drive.ts';
import { Totals } from './totals.ts';
import { Trainer } from './trainer.ts';

/** K classifiers of one shape, advanced together. */
export class TfjsClassifier implements ClassifierCohort {
  readonly #device: Device;
  readonly #shape: CohortShape<ClassifierNetwork>;
  readonly #seeds: readonly Seed[];
  readonly #trainer: Trainer;
  readonly #program: ClassifierProgram;

  /** The device must be in use. Throws RangeError where a lane's parameters are not the network's, TypeError for layers of other kinds. */
  constructor(device: Device, shape: CohortShape<ClassifierNetwork>, lanes: readonly ClassifierLane[]) {
    this.#device = device;
    this.#shape = shape;
    this.#seeds = lanes.map(({ seed }) => seed);
    const parts = classifierParts(shape.network, LAYERS);
    this.#trainer = new Trainer(device, shape.optimizer, parts.size, lanes);
    this.#program = createClassifierProgram(parts, device.math);
  }

  async fit(inputs: readonly (FitInput | null)[]): Promise<(ClassifierLosses | null)[]> {
    const { network, batchSize } = this.#shape;
    const given = eachInput(this.#seeds.length, inputs, (input, lane) =>
      fitBatches(input, network.features, batchSize, {
        draws: this.#device.draws,
        seed: this.#seeds[lane]!,
        purpose: Purpose.classifierShuffle,
      }),
    );
    await this.#device.use();
    const totals = new Totals(this.#seeds.length, 2);
    drive(given, (lanes) => this.#training(given, lanes, totals));
    const sums = totals.read();
    return given.map((batches, lane) => {
      if (!batches) return null;
      const [loss, correct] = sums[lane] as unknown as [number, number];
      return { loss: loss / batches.rows, accuracy: correct / batches.rows };
    });
  }

  async predict(
    inputs: readonly ({ readonly source: Rows; readonly count: number } | null)[],
  ): Promise<(Float32Array | null)[]> {
    const { network, batchSize } = this.#shape;
    const outputs = headOutputs(network.classes);
    const made = eachInput(this.#seeds.length, inputs, ({ source, count }) => {
      if (count > source.capacity) throw new RangeError(`${count} rows of ${source.capacity}`);
      const batches = orderedBatches([source], firstRows(count), network.features, batchSize, 0);
      return { batches, probabilities: new Float32Array(count * outputs), done: 0 };
    });
    await this.#device.use();
    const given = made.map((lane) => lane?.batches ?? null);
    drive(given, (lanes) => {
      const buffers = this.#buffers(lanes);
      return {
        step: (batches) => {
          batches.forEach(({ numbers }, k) => {
            buffers.fillRows(k, numbers, given[lanes[k]!]!);
          });
          const p = tf.tidy(() => {
            const w = this.#trainer.state.select(lanes)[0]!;
            return this.#program.forward(w, buffers.rowInputs().x).p.dataSync();
          });
          lanes.forEach((lane, k) => {
            const to = made[lane]!;
            const first = k * batchSize;
            const part = p.subarray(first * outputs, (first + buffers.counts[k]!) * outputs);
            to.probabilities.set(part, to.done);
            to.done += part.length;
          });
        },
        free: () => buffers.free(),
      };
    });
    return made.map((lane) => lane?.probabilities ?? null);
  }

  async parameters(lane: number): Promise<Float32Array> {
    await this.#device.use();
    return this.#trainer.state.parameters(lane);
  }

  async setParameters(lane: number, parameters: Float32Array): Promise<void> {
    await this.#device.use();
    this.#trainer.state.setParameters(lane, parameters);
  }

  free(): void {
    this.#trainer.free();
  }

  #buffers(lanes: readonly number[]): BatchBuffers {
    const { network, batchSize } = this.#shape;
    return new BatchBuffers(lanes.length, batchSize, network.features, headOutputs(network.classes));
  }

  #training(given: readonly (LaneBatches | null)[], lanes: readonly number[], totals: Totals): Stepper {
    const buffers = this.#buffers(lanes);
    const step = (batches: readonly Batch[]) => {
      const w = this.#trainer.state.select(lanes)[0]!;
      const { x, y } = buffers.rowInputs();
      const at = this.#program.forward(w, x);
      const scale = buffers.scaleTensor('loss', () => 1);
      const gradient = this.#program.backward(w, y, at, scale);
      if (batches.some(({ measured }) => measured)) {
        const { weights, mask } = buffers.rowTensors();
        totals.add(this.#program.sums(y, at, weights, mask), measuredLanes(lanes, batches));
      }
      this.#trainer.update(lanes, gradient);
    };
    return {
      step(batches) {
        batches.forEach(({ numbers }, k) => {
          buffers.fillRows(k, numbers, given[lanes[k]!]!);
        });
        tf.tidy(() => step(batches));
      },
      free: () => buffers.free(),
    };
  }
}
