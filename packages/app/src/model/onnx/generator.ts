import {
  type ColumnDecoding,
  classInputs,
  headOutputs,
  type PreparedColumn,
  type TrainedGenerator,
  vaeParts,
} from '@latentsweep/core';
import { addCells } from './cells.ts';
import { beside, row, summed } from './dense.ts';
import { type Draws, drawn, drawsOf, expected } from './drawn.ts';
import { DOUBLE, FLOAT, Graph, INT64, type Value } from './graph.ts';
import { hidden, layered, ONNX_LAYERS } from './layer.ts';
import { namer } from './names.ts';
import { prepared } from './prepare.ts';

/** What there is to be made into a file. */
export interface GeneratorParts {
  readonly generator: TrainedGenerator;
  readonly columns: readonly PreparedColumn[];
  readonly decodings: readonly ColumnDecoding[];
  readonly target: string;
  readonly classes: readonly string[];
}

/** An input of the graph, [rows, width]. `cell`: of the row that a row is generated from. */
export interface GeneratorInput {
  readonly name: string;
  readonly holds: 'normals' | 'uniforms' | 'class' | 'cell';
  readonly width: number;
}

export interface GeneratorFile {
  readonly onnx: Uint8Array;
  readonly inputs: readonly GeneratorInput[];
  /** Columns in the order of the table, the target, and maybe whether the arm would keep the row. */
  readonly outputs: readonly string[];
}

/**
 * A generator as an ONNX file with preparation and decoding inside: from noise that the caller draws to a table's cells. It
 * draws nothing itself, so that every runtime makes the same rows of the same noise.
 *
 * A VAE that is told the class draws from the prior; any other one makes a twin of a row that it is given, of that row's
 * class. An output of each column's name, of the target's, and where the arm keeps some rows alone, `kept`: 1 or 0.
 */
export function generatorOnnx(given: GeneratorParts): GeneratorFile {
  const { generator, columns, decodings, target, classes } = given;
  const { network, parameters, band } = generator;
  const graph = new Graph();
  const named = namer([...decodings.map(({ name }) => name), target]);
  const inputs: GeneratorInput[] = [];
  const input = (name: string, holds: GeneratorInput['holds'], width: number): Value => {
    const own = named(name);
    inputs.push({ name: own, holds, width });
    return graph.input(own, holds === 'class' ? 'string' : 'double', width);
  };

  const eps = input('latent_normals', 'normals', network.latentSize);
  const draws: Draws = drawsOf(network.outputs);
  const normals = draws.normals > 0 ? input('number_normals', 'normals', draws.normals) : null;
  const uniforms = draws.uniforms > 0 ? input('choice_uniforms', 'uniforms', draws.uniforms) : null;
  const className = input('class_name', 'class', 1);
  const place = placeOf(graph, className, classes, generator);

  const parts = vaeParts(network, ONNX_LAYERS);
  const through = (layers: typeof parts.layers, first: Value): Value =>
    layers.reduce((values, layer) => hidden(graph, values, layer, parameters), first);
  const z = network.conditional ? withClass(graph, eps, place, given) : sampled();
  const logits = layered(graph, through(parts.decoder, z), parts.reconstruction, parameters);
  const made = drawn(graph, network.outputs, logits, { normals, uniforms });
  const features = graph.add('Cast', [made], { to: FLOAT });
  addCells(graph, decodings, features, zerosOf(graph, eps));
  graph.output(nameOf(graph, place, classes), target, 'string', 1);
  const outputs = [...decodings.map(({ name }) => name), target];
  if (band !== null) {
    const judged = through(parts.judging, expected(graph, network.outputs, logits));
    const head = layered(graph, judged, parts.head, parameters);
    const kept = named('kept');
    graph.output(nearBoundary(graph, head, place, classes.length, band), kept, 'int64', 1);
    outputs.push(kept);
  }
  const about = { classes: JSON.stringify(classes), inputs: JSON.stringify(inputs) };
  return { onnx: graph.bytes('generator', about), inputs, outputs };

  /** z = mu + sigma eps of the row that is given. */
  function sampled(): Value {
    const cells = prepared(graph, columns, (name) => {
      const own = named(`from:${name}`);
      inputs.push({ name: own, holds: 'cell', width: 1 });
      return own;
    });
    const x = graph.add('Cast', [cells], { to: DOUBLE });
    const h = through(parts.encoder, x);
    const s = layered(graph, h, parts.logVariance, parameters);
    const sigma = graph.add('Exp', [graph.add('Mul', [s, row(graph, [0.5])])]);
    return graph.add('Add', [layered(graph, h, parts.mu, parameters), graph.add('Mul', [sigma, eps])]);
  }
}

/** The place of a class by its name, [rows, 1]; -1 of one that the generator does not know. */
function placeOf(
  graph: Graph,
  name: Value,
  classes: readonly string[],
  { network, fittedOn }: TrainedGenerator,
): Value {
  const known = network.conditional ? fittedOn : classes.map((_, k) => k);
  return graph.add(
    'LabelEncoder',
    [name],
    {
      keys_strings: known.map((k) => classes[k]!),
      values_int64s: known,
      default_int64: -1,
    },
    'ai.onnx.ml',
  );
}

/** The name of a class at its place, empty at -1. */
function nameOf(graph: Graph, place: Value, classes: readonly string[]): Value {
  const all = { type: 'string', dims: [classes.length + 1], values: [...classes, ''] } as const;
  // Places from the end count backwards: the last one is the empty name.
  return graph.add('Gather', [graph.constant(all), place], { axis: 0 });
}

const oneHot = (graph: Graph, place: Value, classes: number): Value => {
  const all = {
    type: 'int64',
    dims: [1, classes],
    values: Array.from({ length: classes }, (_, k) => k),
  } as const;
  return graph.add('Cast', [graph.add('Equal', [place, graph.constant(all)])], { to: DOUBLE });
};

/** The class as inputs beside z: itself for two, else one-hot. */
function withClass(graph: Graph, z: Value, place: Value, { generator, classes }: GeneratorParts): Value {
  const given =
    classInputs(generator.network) === 1
      ? graph.add('Cast', [place], { to: DOUBLE })
      : oneHot(graph, place, classes.length);
  return beside(graph, [z, given]);
}

/** Zeros for each row, [rows, 1]. */
function zerosOf(graph: Graph, values: Value): Value {
  const one = graph.constant({ type: 'int64', dims: [1], values: [1] });
  const zero = graph.constant({ type: 'int64', dims: [1, 1], values: [0] });
  const rows = graph.add('Shape', [values], { start: 0, end: 1 });
  return graph.add('Expand', [zero, graph.add('Concat', [rows, one], { axis: 0 })]);
}

/** |p_k - the largest p of another class| <= 2 band, k the row's class: as `vae_boundary` in core keeps rows. */
function nearBoundary(graph: Graph, logits: Value, place: Value, classes: number, band: number): Value {
  const single = headOutputs(classes) === 1;
  const shares = single ? graph.add('Sigmoid', [logits]) : graph.add('Softmax', [logits], { axis: 1 });
  const p = graph.add('Cast', [graph.add('Cast', [shares], { to: FLOAT })], { to: DOUBLE });
  let margin: Value;
  if (single) {
    margin = graph.add('Sub', [graph.add('Mul', [p, row(graph, [2])]), row(graph, [1])]);
  } else {
    const own = oneHot(graph, place, classes);
    const others = graph.add('Mul', [p, graph.add('Sub', [row(graph, [1]), own])]);
    const largest = graph.add('ReduceMax', [others], { axes: [1], keepdims: 1 });
    margin = graph.add('Sub', [summed(graph, graph.add('Mul', [p, own])), largest]);
  }
  const near = graph.add('LessOrEqual', [graph.add('Abs', [margin]), row(graph, [2 * band])]);
  return graph.add('Cast', [near], { to: INT64 });
}
