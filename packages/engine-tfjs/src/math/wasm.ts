import { readFileSync } from 'node:fs';
import { LatentsweepError } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LaneMath } from './port.ts';

/**
 * TF.js's WASM backend multiplies batches of matrices in a plain loop (3 GFLOP/s), copies the whole tensor for
 * each slice of it and knows no bias a lane. So the products run in kernels of our own, which read and write the
 * backend's memory: parameters and gradients stay flat, nothing is sliced. See assembly/index.ts.
 */
interface Kernels {
  dense(
    lanes: number,
    rows: number,
    inputs: number,
    outputs: number,
    x: number,
    w: number,
    wLane: number,
    y: number,
    relu: boolean,
    panel: number,
  ): void;
  inputGradient(
    lanes: number,
    rows: number,
    inputs: number,
    outputs: number,
    dy: number,
    w: number,
    wLane: number,
    dx: number,
    plus: number,
    gate: number,
    scales: number,
    panel: number,
  ): void;
  weightGradient(
    lanes: number,
    rows: number,
    inputs: number,
    outputs: number,
    x: number,
    dy: number,
    g: number,
    gLane: number,
    panel: number,
  ): void;
  rowSums(
    lanes: number,
    rows: number,
    n: number,
    weights: number,
    values: number,
    out: number,
    panel: number,
  ): void;
}

/** The parts of the backend that its types don't show: Emscripten's module and where each tensor lies. */
interface Backend {
  readonly wasm: { readonly asm: Record<string, unknown> };
  readonly dataIdMap: { get(dataId: tf.DataId): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: 'float32'): tf.TensorInfo;
  disposeData(dataId: tf.DataId): boolean;
}

let compiled: WebAssembly.Module | undefined;

/** Throws LatentsweepError `kernels_missing` where the kernels have not been built. */
function instantiate(backend: Backend): Kernels {
  compiled ??= new WebAssembly.Module(readKernels());
  const memory = Object.values(backend.wasm.asm).find((value) => value instanceof WebAssembly.Memory);
  if (!memory) throw new Error('the WASM backend of TF.js shows no memory: another version than 4.22?');
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernels;
}

function readKernels(): Uint8Array<ArrayBuffer> {
  try {
    return readFileSync(new URL('../../build/kernels.wasm', import.meta.url));
  } catch (error) {
    throw new LatentsweepError(
      'kernels_missing',
      'The WASM kernels of the TF.js engine have not been built.',
      'Run `node scripts/build-kernels.mjs`.',
      { cause: error },
    );
  }
}

/** Floats of scratch for a right-hand matrix of so many rows. */
const panelSize = (rows: number): number => 8 * rows + 24;

/** The products for the WASM backend, which must be the current one. */
export function createWasmMath(): LaneMath {
  const backend = tf.backend() as unknown as Backend;
  const kernels = instantiate(backend);
  const address = ({ dataId }: tf.TensorInfo) => backend.dataIdMap.get(dataId).memoryOffset;
  const optional = (tensor: tf.TensorInfo | undefined) => (tensor ? address(tensor) : 0);
  let scratch: { readonly rows: number; readonly tensor: tf.TensorInfo } | undefined;

  /** Address of scratch for a right-hand matrix of so many rows. It lives as long as the backend. */
  function panel(rows: number): number {
    if (!scratch || scratch.rows < rows) {
      if (scratch) backend.disposeData(scratch.tensor.dataId);
      scratch = { rows, tensor: backend.makeOutput([panelSize(rows)], 'float32') };
    }
    return address(scratch.tensor);
  }

  /** A new tensor, filled by `fill`. */
  function output<Result extends tf.Tensor>(shape: number[], fill: (out: number) => void): Result {
    const out = backend.makeOutput(shape, 'float32');
    fill(address(out));
    return tf.engine().makeTensorFromTensorInfo(out) as Result;
  }

  return {
    dense(w, { inputs, outputs, at }, x, relu) {
      const [lanes, rows] = x.shape;
      return output([lanes, rows, outputs], (y) => {
        const matrix = address(w) + at * 4;
        const wLane = w.shape[1] * 4;
        kernels.dense(lanes, rows, inputs, outputs, address(x), matrix, wLane, y, relu, panel(inputs));
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
          panel(outputs),
        );
      });
    },

    weightGradient(parts) {
      const [lanes, rows] = parts[0]!.x.shape;
      const last = parts.at(-1)!.layer;
      const size = last.at + (last.inputs + 1) * last.outputs;
      return output([lanes, size], (g) => {
        for (const { layer, x, dy } of parts) {
          const { inputs, outputs, at } = layer;
          const place = g + at * 4;
          kernels.weightGradient(
            lanes,
            rows,
            inputs,
            outputs,
            address(x),
            address(dy),
            place,
            size * 4,
            panel(rows),
          );
        }
      });
    },

    rowSums(weights, values) {
      const [lanes, rows, n] = values.shape;
      return output([lanes, n], (out) => {
        kernels.rowSums(lanes, rows, n, address(weights), address(values), out, panel(rows));
      });
    },
  };
}
