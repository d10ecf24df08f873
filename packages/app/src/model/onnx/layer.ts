import {
  type Conv,
  type ConvTranspose,
  hasRelu,
  type LayerOf,
  type Pool,
  trainedLayer,
  type Upsample,
} from '@latentsweep/core';
import { dense, relu } from './dense.ts';
import { DOUBLE, FLOAT, type Graph, type Value } from './graph.ts';

type OfImages = Conv | Pool | ConvTranspose | Upsample;

/** The kinds of layers that are written. */
export const ONNX_LAYERS = ['dense', 'conv', 'pool', 'dropout', 'conv_transpose', 'upsample'] as const;

/** A layer over [rows, inputs] in doubles, without its relu. `parameters`: of the whole network, flat. */
export function layered(
  graph: Graph,
  values: Value,
  layer: LayerOf<(typeof ONNX_LAYERS)[number]>,
  parameters: Float32Array,
): Value {
  if (layer.kind === 'dropout') return values;
  if (layer.kind === 'dense') return dense(graph, values, trainedLayer(layer, parameters));
  const image = channelsFirst(graph, values, layer);
  const made = ofImage(graph, image, layer, parameters);
  const last = graph.add('Transpose', [made], { perm: [0, 2, 3, 1] });
  const flat = graph.constant({ type: 'int64', dims: [2], values: [-1, layer.outputs] });
  return graph.add('Cast', [graph.add('Reshape', [last, flat])], { to: DOUBLE });
}

/** A hidden layer, with the relu that may follow it. */
export function hidden(
  graph: Graph,
  values: Value,
  layer: LayerOf<(typeof ONNX_LAYERS)[number]>,
  parameters: Float32Array,
): Value {
  const made = layered(graph, values, layer, parameters);
  return hasRelu(layer) ? relu(graph, made) : made;
}

function ofImage(graph: Graph, image: Value, layer: OfImages, parameters: Float32Array): Value {
  switch (layer.kind) {
    case 'conv':
      return convolved(graph, image, layer, parameters);
    case 'pool':
      return pooled(graph, image, layer);
    case 'conv_transpose':
      return transposed(graph, image, layer, parameters);
    case 'upsample':
      return upsampled(graph, image, layer);
  }
}

/** [rows, channels, height, width] in single precision: runtimes have convolutions of such alone. */
function channelsFirst(graph: Graph, values: Value, { from }: OfImages): Value {
  const shape = graph.constant({ type: 'int64', dims: [4], values: [-1, ...from] });
  const image = graph.add('Reshape', [graph.add('Cast', [values], { to: FLOAT }), shape]);
  return graph.add('Transpose', [image], { perm: [0, 3, 1, 2] });
}

function convolved(graph: Graph, image: Value, layer: Conv, parameters: Float32Array): Value {
  const { from, to, window, stride, before } = layer;
  const after = [0, 1].map((side) =>
    Math.max(0, (to[side]! - 1) * stride + window[side]! - from[side]! - before[side]!),
  );
  return graph.add('Conv', [image, ...parametersOf(graph, layer, parameters, from[2], to[2])], {
    ...{ kernel_shape: window, strides: [stride, stride], pads: [...before, ...after] },
  });
}

function transposed(graph: Graph, image: Value, layer: ConvTranspose, parameters: Float32Array): Value {
  const { from, to, window, stride, before } = layer;
  /** How far windows reach behind the image's last pixel, or it behind them. */
  const behind = [0, 1].map((side) => (from[side]! - 1) * stride + window[side]! - before[side]! - to[side]!);
  return graph.add('ConvTranspose', [image, ...parametersOf(graph, layer, parameters, to[2], from[2])], {
    ...{ kernel_shape: window, strides: [stride, stride] },
    pads: [...before, ...behind.map((pixels) => Math.max(0, pixels))],
    output_padding: behind.map((pixels) => Math.max(0, -pixels)),
  });
}

/**
 * W [rows, columns, channels, filters] as [filters, channels, rows, columns], channels those of the image that windows are of,
 * and the biases.
 */
function parametersOf(
  graph: Graph,
  { window: [rows, columns], to, at, size }: Conv | ConvTranspose,
  parameters: Float32Array,
  channels: number,
  filters: number,
): [Value, Value] {
  const weights = new Float32Array(size - to[2]);
  for (let i = 0; i < weights.length; i++) {
    const o = i % filters;
    const k = Math.floor(i / filters) % channels;
    const place = Math.floor(i / filters / channels);
    weights[(o * channels + k) * rows * columns + place] = parameters[at + i]!;
  }
  const biases = parameters.slice(at + weights.length, at + size);
  return [
    graph.constant({ type: 'float', dims: [filters, channels, rows, columns], values: weights }),
    graph.constant({ type: 'float', dims: [to[2]], values: biases }),
  ];
}

const pooled = (graph: Graph, image: Value, { window }: Pool): Value =>
  graph.add('MaxPool', [image], { kernel_shape: [window, window], strides: [window, window] });

/** Row by row and column by column the nearest one. */
function upsampled(graph: Graph, image: Value, { from, to, window }: Upsample): Value {
  return [0, 1].reduce((values, side) => {
    const nearest = Array.from({ length: to[side]! }, (_, i) =>
      Math.min(Math.floor(i / window), from[side]! - 1),
    );
    const places = graph.constant({ type: 'int64', dims: [nearest.length], values: nearest });
    return graph.add('Gather', [values, places], { axis: 2 + side });
  }, image);
}
