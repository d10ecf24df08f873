import { sigmoid } from '../../math/elementary.ts';
import type { Output } from '../../model/network.ts';
import { binaryCrossEntropy } from './head.ts';

/** A kind of output over its own features: a [n] logits, p [n] what they say of x [n]. */
interface OutputPasses {
  reconstruct(a: Float64Array): Float64Array;
  /** Of each feature. */
  losses(output: Output, a: Float64Array, p: Float64Array, x: Float64Array): Float64Array;
  /** da from dp, what lies above p asks for, and `scale` times the losses. */
  backward(output: Output, p: Float64Array, x: Float64Array, dp: Float64Array, scale: number): Float64Array;
}

const OUTPUT_PASSES: Readonly<Record<Output['kind'], OutputPasses>> = {
  sigmoid: {
    reconstruct: (a) => a.map(sigmoid),
    losses: ({ loss }, a, p, x) =>
      x.map((target, j) => {
        const error = p[j]! - target;
        return loss === 'bce' ? binaryCrossEntropy(a[j]!, target) : error * error;
      }),
    backward: ({ loss }, p, x, dp, scale) =>
      dp.map((d, j) => {
        const error = p[j]! - x[j]!;
        const slope = p[j]! * (1 - p[j]!);
        return loss === 'bce' ? d * slope + scale * error : (d + scale * 2 * error) * slope;
      }),
  },
};

/** f of each output, which takes its own part `of` a row's values; what it makes, side by side again. [D] */
export function eachOutput(
  outputs: readonly Output[],
  f: (passes: OutputPasses, of: (values: Float64Array) => Float64Array, output: Output) => Float64Array,
): Float64Array {
  let start = 0;
  const parts = outputs.map((output) => {
    const end = start + output.features;
    const made = f(OUTPUT_PASSES[output.kind], (values) => values.subarray(start, end), output);
    start = end;
    return made;
  });
  return Float64Array.from(parts.flatMap((part) => [...part]));
}
