import { type Conv, type LayerOf, type Pool, trainedLayer } from '@latentsweep/core';
import { dense } from './dense.ts';
import { DOUBLE, FLOAT, type Graph, type Value } from './graph.ts';

/** The kinds of layers that are written. */
export const ONNX_LAYERS = ['dense', 'conv', 'pool', 'dropout'] as const;

/** A classifier's layer over [rows, inputs] in doubles, without its relu. `parameters`: of the whole network, flat. */
export function layered(
  graph: Graph,
  values: Value,
  layer: LayerOf<(typeof ONNX_LAYERS)[number]>,
  parameters: Float32Array,
): Value {
  if (layer.kind === 'dropout') return values;
  if (layer.kind === 'dense') return dense(graph, values, trainedLayer(layer, parameters));
  const image = channelsFirst(graph, values, layer);
  const made =
    layer.kind === 'conv' ? convolved(graph, image, layer, parameters) : pooled(graph, image, layer);
  const last = graph.add('Transpose', [made], { perm: [0, 2, 3, 1] });
  const flat = graph.constant({ type: 'int64', dims: [2], values: [-1, layer.outputs] });
  return graph.add('Cast', [graph.add('Reshape', [last, flat])], { to: DOUBLE });
}

/** [rows, channels, height, width] in single precision: runtimes have convolutions of such alone. */
function channelsFirst(graph: Graph, values: Value, { from }: Conv | Pool): Value {
  const shape = graph.constant({ type: 'int64', dims: [4], values: [-1, ...from] });
  const image = graph.add('Reshape', [graph.add('Cast', [values], { to: FLOAT }), shape]);
  return graph.add('Transpose', [image], { perm: [0, 3, 1, 2] });
}

function convolved(graph: Graph, image: Value, layer: Conv, parameters: Float32Array): Value {
  const { from, to, window, stride, before, at, size } = layer;
  const [, , channels] = from;
  const [, , filters] = to;
  const [rows, columns] = window;
  const weights = new Float32Array(size - filters);
  // W [rows, columns, channels in, channels out] to [channels out, channels in, rows, columns].
  for (let i = 0; i < weights.length; i++) {
    const o = i % filters;
    const k = Math.floor(i / filters) % channels;
    const place = Math.floor(i / filters / channels);
    weights[(o * channels + k) * rows * columns + place] = parameters[at + i]!;
  }
  const biases = parameters.slice(at + weights.length, at + size);
  const after = [0, 1].map((side) =>
    Math.max(0, (to[side]! - 1) * stride + window[side]! - from[side]! - before[side]!),
  );
  return graph.add(
    'Conv',
    [
      image,
      graph.constant({ type: 'float', dims: [filters, channels, rows, columns], values: weights }),
      graph.constant({ type: 'float', dims: [filters], values: biases }),
    ],
    { kernel_shape: window, strides: [stride, stride], pads: [...before, ...after] },
  );
}

const pooled = (graph: Graph, image: Value, { window }: Pool): Value =>
  graph.add('MaxPool', [image], { kernel_shape: [window, window], strides: [window, window] });
