import type { Found } from '@latentsweep/plain-file';
import type { SweptParameter } from '../port.ts';

const WAYS = [
  { pair: ['classifier_hidden_sizes', 'classifier_layers'], whose: 'classifier’s' },
  { pair: ['hidden_sizes', 'encoder_layers'], whose: 'encoder’s' },
];

/** Hidden layers are said in one way. */
export function checkOneWay(parameters: readonly SweptParameter[], found: Found): void {
  for (const { pair, whose } of WAYS) {
    if (!pair.every((one) => parameters.some(({ name }) => name === one))) continue;
    found.fault(
      'two_ways',
      `\`${pair.join('` and `')}\` both say the ${whose} hidden layers`,
      'Write dense layers as `dense 16` among the layers, and leave out the sizes.',
    );
  }
}
