import { exp, log, sigmoid } from '../../math/elementary.ts';
import { EDGE, LEAST_VARIANCE, type Output } from '../../model/network.ts';
import { binaryCrossEntropy, softmax } from './head.ts';

/** What `generate` draws for one row: a normal a number, a uniform a yes-or-no feature or category, in their order. */
export interface Draws {
  normal(): number;
  uniform(): number;
}

/** Values of one output over its n features. */
interface Of {
  readonly x: Float64Array;
  /** Logits, one a feature. */
  readonly a: Float64Array;
  /** The second logits of numbers; empty for all else. */
  readonly b: Float64Array;
}

/** Gradients of the logits; `db` is as long as `b`. */
interface Back {
  readonly da: Float64Array;
  readonly db: Float64Array;
}

/** A kind of output. `p` is x^ [n], `dp` what lies above it asks for; the losses count `scale` times. */
interface OutputPasses<Any extends Output> {
  reconstruct(of: Of): Float64Array;
  /** Of each feature. */
  losses(output: Any, of: Of, p: Float64Array): Float64Array;
  backward(output: Any, of: Of, p: Float64Array, dp: Float64Array, scale: number): Back;
  /** A row's features as they are generated. */
  generate(of: Of, p: Float64Array, draws: Draws): Float64Array;
}

type KindsOf = { readonly [Kind in Output['kind']]: OutputPasses<Extract<Output, { readonly kind: Kind }>> };

const NONE = new Float64Array();
const each = (n: number, f: (j: number) => number) => Float64Array.from({ length: n }, (_, j) => f(j));

const logitOf = (x: number): number => {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, x));
  return log(inside / (1 - inside));
};
const varianceOf = (b: number): number => exp(b) + LEAST_VARIANCE;

const OUTPUT_PASSES: KindsOf = {
  sigmoid: {
    reconstruct: ({ a }) => a.map(sigmoid),
    losses: ({ loss }, { a, x }, p) =>
      x.map((target, j) => {
        const error = p[j]! - target;
        return loss === 'bce' ? binaryCrossEntropy(a[j]!, target) : error * error;
      }),
    backward: ({ loss }, { x }, p, dp, scale) => {
      const da = dp.map((d, j) => {
        const error = p[j]! - x[j]!;
        const slope = p[j]! * (1 - p[j]!);
        return loss === 'bce' ? d * slope + scale * error : (d + scale * 2 * error) * slope;
      });
      return { da, db: NONE };
    },
    generate: (_, p) => p,
  },

  bernoulli: {
    reconstruct: ({ a }) => a.map(sigmoid),
    losses: (_, { a, x }) => x.map((target, j) => binaryCrossEntropy(a[j]!, target)),
    backward: (_, { x }, p, dp, scale) => ({
      da: dp.map((d, j) => d * p[j]! * (1 - p[j]!) + scale * (p[j]! - x[j]!)),
      db: NONE,
    }),
    generate: (_, p, draws) => p.map((probability) => (draws.uniform() < probability ? 1 : 0)),
  },

  softmax: {
    reconstruct: ({ a }) => softmax(a),
    losses: (_, { a, x }) => {
      const largest = Math.max(...a);
      const logSum = largest + log(a.reduce((sum, value) => sum + exp(value - largest), 0));
      return x.map((target, j) => target * (logSum - a[j]!));
    },
    /** d p_k / d a_j = p_k ([j = k] - p_j) */
    backward: (_, { x }, p, dp, scale) => {
      const mass = x.reduce((sum, value) => sum + value, 0);
      const mean = dp.reduce((sum, d, k) => sum + d * p[k]!, 0);
      return { da: dp.map((d, j) => p[j]! * (d - mean) + scale * (mass * p[j]! - x[j]!)), db: NONE };
    },
    generate(_, p, draws) {
      const u = draws.uniform();
      let [level, sum] = [0, p[0]!];
      while (level < p.length - 1 && !(u < sum)) sum += p[++level]!;
      return p.map((__, j) => (j === level ? 1 : 0));
    },
  },

  logit_normal: {
    reconstruct: ({ a }) => a.map(sigmoid),
    losses: (_, { a, b, x }) =>
      x.map((target, j) => {
        const [error, v] = [a[j]! - logitOf(target), varianceOf(b[j]!)];
        return ((error * error) / v + log(v)) / 2;
      }),
    /** d loss / da = (a - t) / v,  d loss / db = (1 - (a - t)^2 / v) e^b / (2 v) */
    backward: (_, { a, b, x }, p, dp, scale) => {
      const n = a.length;
      const errors = each(n, (j) => a[j]! - logitOf(x[j]!));
      const v = b.map(varianceOf);
      return {
        da: each(n, (j) => dp[j]! * p[j]! * (1 - p[j]!) + (scale * errors[j]!) / v[j]!),
        db: each(n, (j) => (scale * (1 - errors[j]! ** 2 / v[j]!) * exp(b[j]!)) / (2 * v[j]!)),
      };
    },
    generate: ({ a, b }, _, draws) =>
      a.map((mean, j) => sigmoid(mean + Math.sqrt(varianceOf(b[j]!)) * draws.normal())),
  },
};

/** The part of each output among the values of a row. */
function* spans(outputs: readonly Output[]) {
  let start = 0;
  let second = outputs.reduce((sum, { features }) => sum + features, 0);
  for (const output of outputs) {
    const [from, behind] = [start, second];
    const end = from + output.features;
    const last = output.kind === 'logit_normal' ? behind + output.features : behind;
    yield {
      output,
      passes: OUTPUT_PASSES[output.kind] as OutputPasses<Output>,
      of: (values: Float64Array) => values.subarray(from, end),
      at: (x: Float64Array, a: Float64Array): Of => ({
        ...{ x: x.subarray(from, end), a: a.subarray(from, end), b: a.subarray(behind, last) },
      }),
    };
    start = end;
    second = last;
  }
}

/** Output by output, side by side again. [D] */
function eachOutput(
  outputs: readonly Output[],
  f: (span: ReturnType<typeof spans> extends Generator<infer Span> ? Span : never) => Float64Array,
): Float64Array {
  return Float64Array.from(Array.from(spans(outputs), f).flatMap((part) => [...part]));
}

/** x^ [D] of logits a. */
export const reconstructAll = (outputs: readonly Output[], x: Float64Array, a: Float64Array): Float64Array =>
  eachOutput(outputs, ({ passes, at }) => passes.reconstruct(at(x, a)));

/** The loss of each feature. [D] */
export const lossesOfAll = (
  outputs: readonly Output[],
  x: Float64Array,
  a: Float64Array,
  p: Float64Array,
): Float64Array =>
  eachOutput(outputs, ({ passes, at, of, output }) => passes.losses(output, at(x, a), of(p)));

/** What is generated of a row. [D] */
export const generateAll = (
  outputs: readonly Output[],
  x: Float64Array,
  a: Float64Array,
  p: Float64Array,
  draws: Draws,
): Float64Array => eachOutput(outputs, ({ passes, at, of }) => passes.generate(at(x, a), of(p), draws));

/** The gradient of all logits. */
export function backwardAll(
  outputs: readonly Output[],
  x: Float64Array,
  a: Float64Array,
  p: Float64Array,
  dp: Float64Array,
  scale: number,
): Float64Array {
  const back = Array.from(spans(outputs), ({ passes, at, of, output }) =>
    passes.backward(output, at(x, a), of(p), of(dp), scale),
  );
  return Float64Array.from([...back.flatMap(({ da }) => [...da]), ...back.flatMap(({ db }) => [...db])]);
}
