/** What a decoder's logits are as features: what it expects and what is drawn by it, as `engine/port.ts` in core has it. */

import { LEAST_VARIANCE, type Output } from '@latentsweep/core';
import { beside, row, slice, summed } from './dense.ts';
import { DOUBLE, type Graph, INT64, type Value } from './graph.ts';

/** How many numbers are drawn for a row. */
export interface Draws {
  /** Standard normal: one a number. */
  readonly normals: number;
  /** Uniform on [0, 1): one a category, and one for what is yes or no. */
  readonly uniforms: number;
}

export function drawsOf(outputs: readonly Output[]): Draws {
  let [normals, uniforms] = [0, 0];
  for (const { kind, features } of outputs) {
    if (kind === 'logit_normal') normals += features;
    else if (kind === 'bernoulli') uniforms += features;
    else if (kind === 'softmax') uniforms += 1;
  }
  return { normals, uniforms };
}

/** Places in a row: where an output's logits are, those of its variances, and what is drawn for it. */
interface Span {
  readonly output: Output;
  readonly at: number;
  readonly second: number;
  readonly drawn: number;
}

function spans(outputs: readonly Output[]): Span[] {
  let at = 0;
  let second = outputs.reduce((sum, { features }) => sum + features, 0);
  let [normals, uniforms] = [0, 0];
  return outputs.map((output) => {
    const own = drawsOf([output]);
    const span = { output, at, second, drawn: output.kind === 'logit_normal' ? normals : uniforms };
    at += output.features;
    if (output.kind === 'logit_normal') second += output.features;
    normals += own.normals;
    uniforms += own.uniforms;
    return span;
  });
}

/** x^, [rows, D] in doubles, of logits. */
export function expected(graph: Graph, outputs: readonly Output[], logits: Value): Value {
  const parts = spans(outputs).map(({ output: { kind, features }, at }) => {
    const own = slice(graph, logits, at, at + features);
    return kind === 'softmax' ? graph.add('Softmax', [own], { axis: 1 }) : graph.add('Sigmoid', [own]);
  });
  return beside(graph, parts);
}

/** A row as it is generated, [rows, D] in doubles. `normals`, `uniforms`: as `drawsOf` counts them; null for none. */
export function drawn(
  graph: Graph,
  outputs: readonly Output[],
  logits: Value,
  { normals, uniforms }: { readonly normals: Value | null; readonly uniforms: Value | null },
): Value {
  const made = (span: Span): Value => {
    const { output, at, second } = span;
    const { kind, features } = output;
    const own = slice(graph, logits, at, at + features);
    const draws = (from: Value | null, count: number) => slice(graph, from!, span.drawn, span.drawn + count);
    switch (kind) {
      case 'sigmoid':
        return graph.add('Sigmoid', [own]);
      case 'bernoulli':
        return number(graph, 'Less', draws(uniforms, features), graph.add('Sigmoid', [own]));
      case 'softmax':
        return level(graph, own, features, draws(uniforms, 1));
      case 'logit_normal': {
        const b = graph.add('Exp', [slice(graph, logits, second, second + features)]);
        const deviation = graph.add('Sqrt', [graph.add('Add', [b, row(graph, [LEAST_VARIANCE])])]);
        const moved = graph.add('Mul', [deviation, draws(normals, features)]);
        return graph.add('Sigmoid', [graph.add('Add', [own, moved])]);
      }
    }
  };
  return beside(graph, spans(outputs).map(made));
}

/** 1 or 0 in doubles. */
const number = (graph: Graph, test: string, left: Value, right: Value): Value =>
  graph.add('Cast', [graph.add(test, [left, right])], { to: DOUBLE });

/** The first level whose sum of probabilities so far is above what is drawn, else the last: as many sums are not above it. */
function level(graph: Graph, logits: Value, levels: number, uniform: Value): Value {
  const shares = graph.add('Softmax', [logits], { axis: 1 });
  const axis = graph.constant({ type: 'int64', dims: [], values: [1] });
  const sums = slice(graph, graph.add('CumSum', [shares, axis]), 0, levels - 1);
  const below = graph.add('Cast', [graph.add('LessOrEqual', [sums, uniform])], { to: INT64 });
  const all = graph.constant({
    ...{ type: 'int64', dims: [1, levels] },
    values: Array.from({ length: levels }, (_, k) => k),
  });
  return number(graph, 'Equal', summed(graph, below), all);
}
