/** A decoder's outputs as instructions, by their kinds. */

import { EDGE, LEAST_VARIANCE, type Output, Purpose } from '@latentsweep/core';
import type { Region } from './heap.ts';
import { float, type Instruction } from './program.ts';

/** Tiles of all outputs together, by address; rows `stride` bytes apart. */
export interface OutputTiles {
  /** Logits: one a feature, then the second ones of numbers. */
  readonly a: number;
  /** Features. */
  readonly x: number;
  /** x^. */
  readonly p: number;
  readonly stride: number;
  /** Of each row of the batch. */
  readonly weights: number;
}

/** Noise that is drawn for a batch: how many rows of it, and where it lies. */
export interface Drawn {
  readonly rows: number;
  readonly at: number;
}

interface OutputProgram {
  /** From logits to x^ and the loss, which is added to the f64 at `total`. */
  losses(total: number): Instruction;
  /** From logits to x^; what `draw` needs stays. */
  expect(total: number): Instruction;
  /** The gradient of the logits, in place of that of x^. */
  backward(k: number): Instruction;
  /** What is generated, in place of x^; null where that is x^. Rows of noise are `pitch` bytes apart. */
  draw(normals: number, words: number, pitch: number): Instruction | null;
}

/** Rows of noise that an output draws. */
const normalsOf = ({ kind, features }: Output): number => (kind === 'logit_normal' ? features : 0);
const uniformsOf = ({ kind, features }: Output): number =>
  kind === 'bernoulli' ? features : kind === 'softmax' ? 1 : 0;

const sumOf = (outputs: readonly Output[], of: (output: Output) => number): number =>
  outputs.reduce((sum, output) => sum + of(output), 0);

/** The outputs of a network; `noise` allocates room for rows of noise. */
export function planOutputs(
  region: Region,
  outputs: readonly Output[],
  tiles: OutputTiles,
  noise: (rows: number) => number,
) {
  const { stride, weights } = tiles;
  const place = { feature: 0, second: sumOf(outputs, ({ features }) => features), normal: 0, uniform: 0 };
  const programs = outputs.map((output) => {
    const { feature, second, normal, uniform } = place;
    place.feature += output.features;
    place.second += normalsOf(output);
    place.normal += normalsOf(output);
    place.uniform += uniformsOf(output);
    const at = (tile: number) => tile + feature * stride;
    const own = { a: at(tiles.a), x: at(tiles.x), p: at(tiles.p), weights };
    return programOf(region, output, own, tiles.a + second * stride, stride, { normal, uniform });
  });
  const drawn = (rows: number): Drawn => ({ rows, at: rows === 0 ? 0 : noise(rows) });
  return {
    programs,
    normals: { ...drawn(place.normal), purpose: Purpose.outputNormals },
    uniforms: { ...drawn(place.uniform), purpose: Purpose.outputUniforms },
  };
}

function programOf(
  region: Region,
  output: Output,
  { a, x, p, weights }: Omit<OutputTiles, 'stride'>,
  b: number,
  stride: number,
  row: { readonly normal: number; readonly uniform: number },
): OutputProgram {
  const { kind, features } = output;
  switch (kind) {
    case 'sigmoid':
    case 'bernoulli': {
      const squared = kind === 'sigmoid' && output.loss === 'mse' ? 1 : 0;
      const losses = (total: number): Instruction => [
        'RECONSTRUCT',
        ...[a, x, features, squared, p, weights, total],
      ];
      return {
        losses,
        expect: losses,
        backward: (k) => ['RECONSTRUCTION_GRADIENT', p, x, features, squared, a, weights, k],
        draw: (_, words, pitch) =>
          kind === 'sigmoid' ? null : ['DRAW_YES', p, features, words + row.uniform * pitch, pitch],
      };
    }
    case 'softmax': {
      const losses = (total: number): Instruction => ['CATEGORY', a, x, features, p, weights, total];
      return {
        losses,
        expect: losses,
        backward: (k) => ['CATEGORY_GRADIENT', p, x, features, a, weights, k],
        draw: (_, words, pitch) => ['DRAW_CATEGORY', p, features, words + row.uniform * pitch],
      };
    }
    case 'logit_normal': {
      const slope = region.allocate(features * stride);
      const [edge, least] = [float(EDGE), float(LEAST_VARIANCE)];
      return {
        losses: (total) => ['LOGIT_NORMAL', a, b, x, features, p, slope, weights, total, edge, least],
        expect: () => ['SIGMOIDS', a, features, p],
        backward: (k) => ['LOGIT_NORMAL_GRADIENT', p, slope, features, a, b, weights, k],
        draw: (normals, _, pitch) => [
          'DRAW_NUMBERS',
          ...[a, b, features, normals + row.normal * pitch, pitch, least, p],
        ],
      };
    }
  }
}
