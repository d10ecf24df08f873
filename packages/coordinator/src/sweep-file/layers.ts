import type { Found } from '@latentsweep/plain-file';
import type { SweptParameter } from '../port.ts';

const PAIR = ['classifier_hidden_sizes', 'classifier_layers'];

/** Hidden layers are said in one way. */
export function checkOneWay(parameters: readonly SweptParameter[], found: Found): void {
  const named = parameters.filter(({ name }) => PAIR.includes(name));
  if (named.length < 2) return;
  const message = `\`${PAIR.join('` and `')}\` both say the classifier’s hidden layers`;
  found.fault(
    'two_ways',
    message,
    'Write dense layers as `dense 16` among the layers, and leave out the sizes.',
  );
}
