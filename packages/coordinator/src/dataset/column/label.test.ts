import { expect, test } from 'vitest';
import { labelMeant } from './label.ts';

test.for([
  ['True', ['True', 'False'], 'True'],
  ['true', ['True', 'False'], 'True'],
  ['True', ['true', 'false'], 'true'],
  ['1.10', ['1.10', '1.2', 'a'], '1.10'],
  ['1.10', ['1.1', '1.2'], '1.1'],
  ['0123', ['0123', 'a'], '0123'],
  ['0123', ['123', '7'], '123'],
  ['1e5', ['1e5', 'b'], '1e5'],
  ['1e5', ['100000', '1'], '100000'],
  ['0x1F', ['31', '1'], '31'],
  ['.5', ['0.5', '1'], '0.5'],
  ['1.0', ['1', 'a'], '1'],
  ['1', ['1.0', '1.00', 'a'], '1'],
  ['yes', ['true', 'false'], 'true'],
  ['off', ['true', 'false'], 'false'],
  ['yes', ['yes', 'no'], 'yes'],
  ['Yess', ['yes', 'no'], 'Yess'],
  ['1_000', ['1_000', '2'], '1_000'],
  ['null', ['null', 'x'], 'null'],
  ['a\t', ['a', 'b'], 'a'],
  ['1', ['true', 'false'], '1'],
] as const)('%s of %j is %s', ([written, labels, meant]) => {
  expect(labelMeant(written, labels)).toBe(meant);
});
