import { refuseMissingLabels } from '@latentsweep/app';
import type { SweepDefinition } from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { labelList } from './labels.ts';

test('labels are a set, sorted', () => {
  expect(labelList('gpu,a100, gpu')).toEqual(['a100', 'gpu']);
});

test.each(['', 'GPU', 'a,', 'a.b', 'x'.repeat(33), Array.from({ length: 17 }, (_, i) => `l${i}`).join()])(
  "'%s' is refused",
  (text) => {
    expect(() => labelList(text)).toThrow(InputError);
  },
);

test('a sweep that requires labels is not run where they are missing', () => {
  const sweep = { requires: ['a100', 'gpu'] } as unknown as SweepDefinition;
  expect(() => refuseMissingLabels(sweep, ['gpu'])).toThrow(/a100, gpu; .* not said to have a100\./);
  refuseMissingLabels(sweep, ['a100', 'gpu', 'x']);
});
