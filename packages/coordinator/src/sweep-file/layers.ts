import type { Found } from '@latentsweep/plain-file';
import type { SweptParameter } from '../port.ts';

const WAYS = [
  ['classifier_hidden_sizes', 'classifier_layers', 'classifier’s'],
  ['hidden_sizes', 'encoder_layers', 'encoder’s'],
] as const;

/** Hidden layers are said in one way. */
export function checkOneWay(parameters: readonly SweptParameter[], found: Found): void {
  const named = (one: string) => parameters.some(({ name }) => name === one);
  for (const [sizes, layers, whose] of WAYS) {
    if (!named(sizes) || !named(layers)) continue;
    found.fault(
      'two_ways',
      `\`${sizes}\` and \`${layers}\` both say the ${whose} hidden layers`,
      'Write dense layers as `dense 16` among the layers, and leave out the sizes.',
    );
  }
}
