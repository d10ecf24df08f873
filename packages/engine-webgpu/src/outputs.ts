/** A decoder's outputs as instructions, by their kinds. */

import { EDGE, LEAST_VARIANCE, type Output, Purpose } from '@latentsweep/core';
import { float, type Instruction } from './program.ts';
import type { Tiles } from './tiles.ts';

/** Features whose losses are one sum: as in wgsl/loss.wgsl. */
const FACTORS = 100;

/** Tiles of all outputs together. */
interface OutputTiles {
  /** Logits: one a feature, then the second ones of numbers. */
  readonly a: number;
  /** Features. */
  readonly x: number;
  /** x^. */
  readonly p: number;
  /** Of each row of the batch. */
  readonly weights: number;
}

/** Where an output's own rows begin: in these tiles, among second logits and in what is drawn. */
interface Places {
  readonly feature: number;
  readonly second: number;
  readonly normal: number;
  readonly uniform: number;
}

interface OutputProgram {
  /** From logits to x^. */
  readonly expect: readonly Instruction[];
  /** Then the terms of the loss, and what the way back needs. */
  readonly losses: readonly Instruction[];
  /** The gradient of the logits, in place of that of x^. */
  readonly backward: Instruction;
  /** What is generated, in place of x^, where that is not x^. */
  readonly draw: readonly Instruction[];
}

/** Rows of noise that an output draws. */
const normalsOf = ({ kind, features }: Output): number => (kind === 'logit_normal' ? features : 0);
const uniformsOf = ({ kind, features }: Output): number =>
  kind === 'bernoulli' ? features : kind === 'softmax' ? 1 : 0;

/** Sums that an output's loss is made of, and how many rows of terms each is over. */
function termsOf({ kind, features }: Output): { readonly sums: number; readonly rows: number } {
  if (kind === 'softmax') return { sums: 1, rows: 1 };
  return kind === 'logit_normal'
    ? { sums: 1, rows: features }
    : { sums: Math.ceil(features / FACTORS), rows: 2 };
}

const sumOf = (outputs: readonly Output[], of: (output: Output) => number): number =>
  outputs.reduce((sum, output) => sum + of(output), 0);

/** Sums that the losses of all outputs are made of. */
export const reconstructionSums = (outputs: readonly Output[]): number =>
  sumOf(outputs, (output) => termsOf(output).sums);

/** The outputs of a network. Of a measured batch they leave the sums of their losses, the first of `quantities`. */
export function planOutputs(
  tiles: Tiles,
  outputs: readonly Output[],
  given: OutputTiles,
  quantities: number,
) {
  const numbers = sumOf(outputs, normalsOf);
  const uniforms = sumOf(outputs, uniformsOf);
  // What is drawn lies where a step that trains keeps slopes.
  const slope = tiles.tileOrNoise(numbers);
  const drawn = { normals: slope, uniforms: tiles.noise(uniforms) };
  const sums: Instruction[] = [];
  let first = 0;
  const programs = outputs.map((output, k) => {
    const before = outputs.slice(0, k);
    const { sums: count, rows } = termsOf(output);
    const terms = tiles.tile(count * rows);
    sums.push(['SUMS', terms, rows, count, first, quantities]);
    first += count;
    return programOf(tiles, output, given, {
      ...{ terms, slope, drawn },
      feature: sumOf(before, ({ features }) => features),
      second: sumOf(outputs, ({ features }) => features) + sumOf(before, normalsOf),
      normal: sumOf(before, normalsOf),
      uniform: sumOf(before, uniformsOf),
    });
  });
  return {
    sums,
    expect: programs.flatMap(({ expect }) => expect),
    losses: programs.flatMap(({ expect, losses }) => [...expect, ...losses]),
    backward: programs.map(({ backward }) => backward),
    draw: [
      ...(numbers > 0 ? [['NORMALS', drawn.normals, numbers, Purpose.outputNormals] as const] : []),
      ...(uniforms > 0 ? [['UNIFORMS', drawn.uniforms, uniforms, Purpose.outputUniforms] as const] : []),
      ...programs.flatMap(({ draw }) => draw),
    ],
  };
}

function programOf(
  { pitch }: Tiles,
  output: Output,
  given: OutputTiles,
  own: Places & {
    readonly terms: number;
    readonly slope: number;
    readonly drawn: { readonly normals: number; readonly uniforms: number };
  },
): OutputProgram {
  const { kind, features } = output;
  const { terms, drawn } = own;
  const { weights } = given;
  const [a, x, p] = [given.a, given.x, given.p].map((tile) => tile + own.feature * pitch) as [
    ...[number, number, number],
  ];
  switch (kind) {
    case 'sigmoid':
    case 'bernoulli': {
      const squared = kind === 'sigmoid' && output.loss === 'mse' ? 1 : 0;
      return {
        expect: [['RECONSTRUCT', a, features, p]],
        losses: [['RECONSTRUCTION_LOSS', a, features, p, x, squared, terms, weights]],
        backward: ['RECONSTRUCTION_GRADIENT', p, x, features, squared, a, weights],
        draw: kind === 'sigmoid' ? [] : [['DRAW_YES', p, features, drawn.uniforms, own.uniform]],
      };
    }
    case 'softmax': {
      const softmax: Instruction = ['CATEGORY', a, features, p, x, terms, weights];
      return {
        expect: [softmax],
        losses: [],
        backward: ['CATEGORY_GRADIENT', p, x, features, a, weights],
        draw: [['DRAW_CATEGORY', p, features, drawn.uniforms, own.uniform]],
      };
    }
    case 'logit_normal': {
      const b = given.a + own.second * pitch;
      const slope = own.slope + own.normal * pitch;
      const least = float(LEAST_VARIANCE);
      return {
        expect: [['RECONSTRUCT', a, features, p]],
        losses: [['LOGIT_NORMAL', a, b, features, x, slope, terms, weights, float(EDGE), least]],
        backward: ['LOGIT_NORMAL_GRADIENT', p, slope, features, a, b, weights],
        draw: [['DRAW_NUMBERS', a, b, features, p, drawn.normals, own.normal, least]],
      };
    }
  }
}
