import type { SweepDefinition } from '@latentsweep/coordinator';
import { expect, test } from 'vitest';
import { earlyText, raceText, rungText } from './rung.ts';

test('what a race decided, in words', () => {
  const race = { rungs: [2, 4] };
  expect(raceText({}, [])).toBeNull();
  expect(raceText({ race }, [])).toBe('decides after 2 replicates first');
  expect(rungText({ rung: 2, epochs: null, kept: 412, dropped: 588 })).toBe(
    'after 2 replicates 412 of 1,000 configs go on',
  );
  expect(rungText({ rung: 4, epochs: null, kept: 12, dropped: 0 })).toBe(
    'after 4 replicates all 12 configs go on',
  );
  const told = (kept: number, dropped: number) => rungText({ rung: 2, epochs: null, kept, dropped });
  expect(told(1, 0)).toBe('after 2 replicates the one config goes on');
  expect(told(1, 3)).toBe('after 2 replicates 1 of 4 configs goes on');
  expect(told(0, 1)).toBe('after 2 replicates 0 of 1 config go on');
  expect(
    raceText({ race }, [
      { rung: 2, epochs: null, kept: 412, dropped: 588 },
      { rung: 4, epochs: null, kept: 400, dropped: 12 },
    ]),
  ).toBe('588 of 1,000 configs dropped after 2 replicates, 12 of 412 configs dropped after 4 replicates');
});

test('what was stopped at bands of epochs, in words', () => {
  const early = { type: 'hyperband', eta: 3, strict: true, minIter: 3 } as const;
  const dataset = { kind: 'simulated' } as SweepDefinition['dataset'];
  const program = { early, dataset: { kind: 'program' } as SweepDefinition['dataset'] };
  expect(earlyText({ dataset }, [])).toBeNull();
  expect(earlyText({ early, dataset }, [])).toBe('hyperband: decides after 3 epochs first');
  expect(earlyText(program, [])).toBe('hyperband: decides after step 3 first');
  const bands = [
    { rung: 2, epochs: 3, kept: 34, dropped: 66 },
    { rung: 2, epochs: 9, kept: 12, dropped: 22 },
  ];
  expect(rungText(bands[0]!)).toBe('after 3 epochs 34 of 100 configs go on');
  expect(rungText(bands[0]!, 'steps')).toBe('after step 3 34 of 100 configs go on');
  expect(earlyText(program, bands.slice(0, 1))).toBe('hyperband: 66 of 100 configs stopped after step 3');
  expect(earlyText({ early, dataset }, [...bands, { rung: 2, epochs: null, kept: 2, dropped: 10 }])).toBe(
    'hyperband: 66 of 100 configs stopped after 3 epochs, 22 of 34 configs stopped after 9 epochs',
  );
  expect(raceText({ race: { rungs: [2] } }, bands)).toBe('decides after 2 replicates first');
});
