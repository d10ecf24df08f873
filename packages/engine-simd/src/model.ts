import { checkParameters, type OptimizerKind } from '@latentsweep/core';
import type { Region } from './heap.ts';
import type { Machine } from './kernels.ts';
import type { Layout, Place } from './layout.ts';
import { float, type Instruction } from './program.ts';

/** A dense layer's parameters and their gradient, by address. */
export type Layer = ReturnType<Model['layer']>;

/** The parameters of one network in memory, with their gradient and the optimizer's state. */
export class Model {
  /** Moves the parameters by their gradient. */
  readonly update: Instruction;
  readonly #machine: Machine;
  readonly #layout: Layout;
  readonly #w: number;
  readonly #g: number;

  constructor(
    machine: Machine,
    region: Region,
    layout: Layout,
    optimizer: OptimizerKind,
    learningRate: number,
  ) {
    this.#machine = machine;
    this.#layout = layout;
    const bytes = layout.size * 4;
    this.#w = region.allocate(bytes);
    const g = region.allocate(bytes);
    this.#g = g;
    const v = region.allocate(bytes);
    if (optimizer === 'rmsprop') {
      this.update = ['RMSPROP', this.#w, g, v, bytes, float(learningRate)];
    } else {
      const m = region.allocate(bytes);
      const powers = region.allocate(16);
      new Float64Array(machine.heap.memory.buffer, powers, 2).fill(1);
      this.update = ['ADAM', this.#w, g, m, v, bytes, float(learningRate), powers];
    }
  }

  layer({ inputs, outputs, at }: Place) {
    return { inputs, outputs, w: this.#w + at * 4, g: this.#g + at * 4 };
  }

  /** Flat, in the port's order. */
  get parameters(): Float32Array {
    const { places } = this.#layout;
    const memory = this.#floats();
    const values = new Float32Array(places.length);
    for (let i = 0; i < places.length; i++) values[i] = memory[places[i]!]!;
    return values;
  }

  /** Throws RangeError where their number is not the network's. */
  set parameters(values: Float32Array) {
    const { places } = this.#layout;
    checkParameters(values, places.length);
    const memory = this.#floats();
    for (let i = 0; i < places.length; i++) memory[places[i]!] = values[i]!;
  }

  #floats(): Float32Array {
    return new Float32Array(this.#machine.heap.memory.buffer, this.#w, this.#layout.size);
  }
}
