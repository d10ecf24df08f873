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
  const address = ({ dataId }: tf.TensorInfo) => backend.dataIdMap.get(dataId).memoryOffset;
  const kernels = instantiate(memory, address);
  let scratch: { readonly floats: number; readonly tensor: tf.TensorInfo } | undefined;

  /** So much scratch. It lives as long as the backend. */
  function panel(floats: number): tf.TensorInfo {
    if (!scratch || scratch.floats < floats) {
      if (scratch) backend.disposeData(scratch.tensor.dataId);
      scratch = { floats, tensor: make([floats]) };
    }
    return scratch.tensor;
  }

  /** Scratch for a product with a right-hand matrix of so many rows. */
  const productPanel = (rows: number) => panel(8 * rows + 8);

  const make = (shape: readonly number[]) => backend.makeOutput(shape, 'float32');
  const asTensor = <Tensor extends tf.Tensor>(info: tf.TensorInfo) =>
    tf.engine().makeTensorFromTensorInfo(info) as Tensor;

  /** A new tensor, filled by `fill`. */
  function output<Shape extends [number, number] | [number, number, number]>(
    shape: Shape,
    fill: (out: tf.TensorInfo) => void,
  ): Shape['length'] extends 2 ? tf.Tensor2D : tf.Tensor3D {
    const out = make(shape);
    fill(out);
    return asTensor(out);
  }

  /** A new tensor of sums over the rows of values [K, B, n]: [K, n]. */
  function sums(
    { shape: [lanes, rows, n] }: tf.Tensor3D,
    fill: (lanes: number, rows: number, row: number, out: tf.TensorInfo, panel: tf.TensorInfo) => void,
  ): tf.Tensor2D {
    return output([lanes, n], (out) => fill(lanes, rows, n * 4, out, panel(n + 4)));
  }

  return {
    dense(w, { inputs, outputs, at }, x, relu) {
      const [lanes, rows] = x.shape;
      const [matrix, wLane] = [address(w) + at * 4, w.shape[1] * 4];
      const mode = relu ? 1 : 0;
      return output([lanes, rows, outputs], (y) =>
        kernels.dense(lanes, rows, inputs, outputs, x, matrix, wLane, mode, y, productPanel(inputs)),
      );
    },

    inputGradient(w, { inputs, outputs, at }, dy, { plus, gate, scale } = {}) {
      const [lanes, rows] = dy.shape;
      const [matrix, wLane] = [address(w) + at * 4, w.shape[1] * 4];
      return output([lanes, rows, inputs], (dx) => {
        const rest = [plus ?? 0, gate ?? 0, scale ?? 0, productPanel(outputs)] as const;
        kernels.inputGradient(lanes, rows, inputs, outputs, dy, matrix, wLane, dx, ...rest);
      });
    },

    product(w, { inputs, outputs, at }, x, { gate, scale } = {}) {
      const [lanes, rows] = x.shape;
      const [matrix, wLane] = [address(w) + at * 4, w.shape[1] * 4];
      return output([lanes, rows, outputs], (y) => {
        const rest = [gate ?? 0, scale ?? 0, productPanel(inputs)] as const;
        kernels.product(lanes, rows, inputs, outputs, x, matrix, wLane, y, ...rest);
      });
    },

    weightGradient(parts) {
      const [lanes] = parts[0]!.x.shape;
      const last = parts.at(-1)!.layer;
      const size = last.at + last.size;
      return output([lanes, size], (g) => {
        const lane = size * 4;
        for (const { layer, x, dy, dBias = dy } of parts) {
          const rows = x.shape[1];
          const { inputs, outputs, at } = layer;
          const place = address(g) + at * 4;
          kernels.weightGradient(lanes, rows, inputs, outputs, x, dy, place, lane, productPanel(rows));
          const [, places, units] = dBias.shape;
          kernels.biasGradient(lanes, places, units, dBias, place + inputs * outputs * 4, lane, panel(4));
        }
      });
    },

    sample: ({ mu, sigma }, eps) => output(mu.shape, (z) => kernels.sample(mu.size * 4, mu, sigma, eps, z)),

    latentGradient({ mu, sigma }, eps, dz, scale) {
      const [lanes, rows, size] = mu.shape;
      const dmu = make(mu.shape);
      const ds = output(mu.shape, (out) =>
        kernels.latentGradient(lanes * rows, size * 4, dz, mu, sigma, eps, scale, dmu, out),
      );
      return { dmu: asTensor(dmu), ds };
    },

    errors(p, t, scale) {
      const [lanes, rows, n] = p.shape;
      return output(p.shape, (da) => kernels.errors(lanes * rows, n * 4, p, t, scale, da));
    },

    logitGradient(dp, p, x, scale, squared) {
      const [lanes, rows, n] = p.shape;
      const kind = squared ? 1 : 0;
      return output(p.shape, (da) => kernels.logitGradient(lanes * rows, n * 4, dp, p, x, scale, kind, da));
    },

    rowSums: (weights, values) =>
      sums(values, (lanes, rows, row, ...to) => kernels.rowSums(lanes, rows, row, weights, values, ...to)),

    crossEntropySums(weights, a, p, t) {
      const l = tf.log(output(p.shape, (out) => kernels.likelier(p.size * 4, p, out)));
      return sums(p, (lanes, rows, row, ...to) =>
        kernels.crossEntropySums(lanes, rows, row, weights, a, t, l, ...to),
      );
    },

    squaredSums: (weights, p, t) =>
      sums(p, (lanes, rows, row, ...to) => kernels.squaredSums(lanes, rows, row, weights, p, t, ...to)),

    klSums: (weights, { mu, s, sigma }) =>
      sums(mu, (lanes, rows, row, ...to) => kernels.klSums(lanes, rows, row, weights, mu, s, sigma, ...to)),

    correctSums: (weights, p, labels) =>
      sums(p, (lanes, rows, _row, out) => kernels.correctSums(lanes, rows, weights, p, labels, out)),

    rmsprop([w, v], gradient, rates) {
      const [lanes, size] = gradient.shape;
      const { rho, epsilon } = RMSPROP;
      const next = make(gradient.shape);
      const moved = output([lanes, size], (out) =>
        kernels.rmsprop(lanes, size * 4, w!, v!, gradient, rates, rho, 1 - rho, epsilon, out, next),
      );
      return [moved, asTensor(next)];
    },

    adam([w, m, v], gradient, rates) {
      const [lanes, size] = gradient.shape;
      const { beta1, beta2, epsilon } = ADAM;
      const constants = [beta1, 1 - beta1, beta2, 1 - beta2, epsilon] as const;
      const [first, second] = [make(gradient.shape), make(gradient.shape)];
      const moved = output([lanes, size], (out) =>
        kernels.adam(lanes, size * 4, w!, m!, v!, gradient, rates, ...constants, out, first, second),
      );
      return [moved, asTensor(first), asTensor(second)];
    },
  };
}
