import { ADAM, RMSPROP } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import { instantiate } from './kernels.ts';
import type { LaneMath } from './port.ts';

/** The parts of the backend that its types don't show: Emscripten's module and where each tensor lies. */
interface Backend {
  readonly wasm: { readonly asm: Record<string, unknown> };
  readonly dataIdMap: { get(dataId: tf.DataId): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: 'float32'): tf.TensorInfo;
  disposeData(dataId: tf.DataId): boolean;
}

/**
 * TF.js's WASM backend multiplies batches of matrices in a plain loop (3 GFLOP/s), copies the whole tensor for each
 * slice of it, knows no bias a lane and takes 5 us to start a kernel. So the step runs in kernels of our own
 * (assembly/), which read and write the backend's memory: parameters and gradients stay flat, nothing is sliced.
 * Exponentials and logarithms are the backend's. It must be the current one.
 */
export function createWasmMath(): LaneMath {
  const backend = tf.backend() as unknown as Backend;
  const memory = Object.values(backend.wasm.asm).find((value) => value instanceof WebAssembly.Memory);
  if (!memory) throw new Error('the WASM backend of TF.js shows no memory: is it another version than 4.22?');
  const kernels = instantiate(memory);
  const address = ({ dataId }: tf.TensorInfo) => backend.dataIdMap.get(dataId).memoryOffset;
  const optional = (tensor: tf.TensorInfo | undefined) => (tensor ? address(tensor) : 0);
  let scratch: { readonly floats: number; readonly tensor: tf.TensorInfo } | undefined;

  /** Address of so much scratch. It lives as long as the backend. */
  function panel(floats: number): number {
    if (!scratch || scratch.floats < floats) {
      if (scratch) backend.disposeData(scratch.tensor.dataId);
      scratch = { floats, tensor: backend.makeOutput([floats], 'float32') };
    }
    return address(scratch.tensor);
  }

  /** Scratch for a product with a right-hand matrix of so many rows. */
  const productPanel = (rows: number) => panel(8 * rows + 8);

  /** A new tensor, filled by `fill`. */
  function output<Shape extends [number, number] | [number, number, number]>(
    shape: Shape,
    fill: (out: number) => void,
  ): Shape['length'] extends 2 ? tf.Tensor2D : tf.Tensor3D {
    const out = backend.makeOutput(shape, 'float32');
    fill(address(out));
    return tf.engine().makeTensorFromTensorInfo(out) as Shape['length'] extends 2 ? tf.Tensor2D : tf.Tensor3D;
  }

  /** A new tensor of sums over the rows of values [K, B, n]: [K, n]. */
  function sums(
    { shape: [lanes, rows, n] }: tf.Tensor3D,
    fill: (lanes: number, rows: number, row: number, out: number, panel: number) => void,
  ): tf.Tensor2D {
    return output([lanes, n], (out) => fill(lanes, rows, n * 4, out, panel(n + 4)));
  }

  return {
    dense(w, { inputs, outputs, at }, x, relu) {
      const [lanes, rows] = x.shape;
      const kernel = relu ? kernels.denseRelu : kernels.dense;
      return output([lanes, rows, outputs], (y) => {
        const matrix = address(w) + at * 4;
        const scratchAt = productPanel(inputs);
        kernel(lanes, rows, inputs, outputs, address(x), matrix, w.shape[1] * 4, y, scratchAt);
      });
    },

    inputGradient(w, { inputs, outputs, at }, dy, { plus, gate, scale } = {}) {
      const [lanes, rows] = dy.shape;
      return output([lanes, rows, inputs], (dx) => {
        kernels.inputGradient(
          lanes,
          rows,
          inputs,
          outputs,
          address(dy),
          address(w) + at * 4,
          w.shape[1] * 4,
          dx,
          optional(plus),
          optional(gate),
          optional(scale),
          productPanel(outputs),
        );
      });
    },

    weightGradient(parts) {
      const [lanes, rows] = parts[0]!.x.shape;
      const last = parts.at(-1)!.layer;
      const size = last.at + last.size;
      return output([lanes, size], (g) => {
        const scratchAt = productPanel(rows);
        for (const { layer, x, dy } of parts) {
          const { inputs, outputs, at } = layer;
          const place = g + at * 4;
          const [from, by] = [address(x), address(dy)];
          kernels.weightGradient(lanes, rows, inputs, outputs, from, by, place, size * 4, scratchAt);
        }
      });
    },

    sample: ({ mu, sigma }, eps) =>
      output(mu.shape, (z) => kernels.sample(mu.size * 4, address(mu), address(sigma), address(eps), z)),

    latentGradient({ mu, sigma }, eps, dz, scale) {
      const [lanes, rows, size] = mu.shape;
      const dmu = backend.makeOutput(mu.shape, 'float32');
      const ds = output(mu.shape, (out) => {
        kernels.latentGradient(
          lanes * rows,
          size * 4,
          address(dz),
          address(mu),
          address(sigma),
          address(eps),
          address(scale),
          address(dmu),
          out,
        );
      });
      return { dmu: tf.engine().makeTensorFromTensorInfo(dmu) as tf.Tensor3D, ds };
    },

    errors: (p, t, scale) =>
      output(p.shape, (da) => {
        const [lanes, rows, n] = p.shape;
        kernels.errors(lanes * rows, n * 4, address(p), address(t), address(scale), da);
      }),

    logitGradient: (dp, p, x, scale, squared) =>
      output(p.shape, (da) => {
        const [lanes, rows, n] = p.shape;
        const kind = squared ? 1 : 0;
        kernels.logitGradient(
          lanes * rows,
          n * 4,
          address(dp),
          address(p),
          address(x),
          address(scale),
          kind,
          da,
        );
      }),

    rowSums: (weights, values) =>
      sums(values, (lanes, rows, row, out, scratchAt) =>
        kernels.rowSums(lanes, rows, row, address(weights), address(values), out, scratchAt),
      ),

    crossEntropySums(weights, a, p, t) {
      const l = tf.log(output(p.shape, (out) => kernels.likelier(p.size * 4, address(p), out)));
      return sums(p, (lanes, rows, row, out, scratchAt) => {
        const [factors, logits, targets] = [address(weights), address(a), address(t)];
        kernels.crossEntropySums(lanes, rows, row, factors, logits, targets, address(l), out, scratchAt);
      });
    },

    squaredSums: (weights, p, t) =>
      sums(p, (lanes, rows, row, out, scratchAt) =>
        kernels.squaredSums(lanes, rows, row, address(weights), address(p), address(t), out, scratchAt),
      ),

    klSums: (weights, { mu, s, sigma }) =>
      sums(mu, (lanes, rows, row, out, scratchAt) => {
        const [mean, variance, deviation] = [address(mu), address(s), address(sigma)];
        kernels.klSums(lanes, rows, row, address(weights), mean, variance, deviation, out, scratchAt);
      }),

    correctSums: (weights, p, labels) =>
      sums(p, (lanes, rows, _row, out) =>
        kernels.correctSums(lanes, rows, address(weights), address(p), address(labels), out),
      ),

    rmsprop([w, v], gradient, rates) {
      const [lanes, size] = gradient.shape;
      const { rho, epsilon } = RMSPROP;
      const next = backend.makeOutput(gradient.shape, 'float32');
      const moved = output([lanes, size], (out) => {
        const [from, state, g, rate] = [address(w!), address(v!), address(gradient), address(rates)];
        kernels.rmsprop(lanes, size * 4, from, state, g, rate, rho, 1 - rho, epsilon, out, address(next));
      });
      return [moved, tf.engine().makeTensorFromTensorInfo(next) as tf.Tensor2D];
    },

    adam([w, m, v], gradient, rates) {
      const [lanes, size] = gradient.shape;
      const { beta1, beta2, epsilon } = ADAM;
      const state = [0, 1].map(() => backend.makeOutput(gradient.shape, 'float32'));
      const moved = output([lanes, size], (out) => {
        kernels.adam(
          lanes,
          size * 4,
          address(w!),
          address(m!),
          address(v!),
          address(gradient),
          address(rates),
          beta1,
          1 - beta1,
          beta2,
          1 - beta2,
          epsilon,
          out,
          address(state[0]!),
          address(state[1]!),
        );
      });
      return [moved, ...state.map((info) => tf.engine().makeTensorFromTensorInfo(info) as tf.Tensor2D)];
    },
  };
}
