import type { ColumnLayout } from '../dataset/layout.ts';
import type { Output } from '../model/network.ts';

/**
 * What a decoder makes of columns, by their kinds: the logit of a number is normal, three levels and more are a softmax, two
 * levels and what says that a cell is missing a yes or no each. Neighbours of one kind are one output.
 */
export function outputsOf(columns: readonly ColumnLayout[]): Output[] {
  const outputs: Output[] = [];
  const add = (kind: 'logit_normal' | 'bernoulli', features: number) => {
    const last = outputs.at(-1);
    if (last?.kind === kind) outputs[outputs.length - 1] = { kind, features: last.features + features };
    else if (features > 0) outputs.push({ kind, features });
  };
  for (const { kind, width, missing } of columns) {
    if (kind === 'number') add('logit_normal', width);
    else if (width < 2) add('bernoulli', width);
    else outputs.push({ kind: 'softmax', features: width });
    if (missing) add('bernoulli', 1);
  }
  return outputs;
}
