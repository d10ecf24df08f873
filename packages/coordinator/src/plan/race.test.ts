import { isComparator, pocockLevel } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { programSweep } from '../search/fixtures/program.ts';
import { createSearcher, sampleOf } from '../search/searcher.ts';
import { define } from '../sweep-file/fixtures.ts';
import { comparesWith, racePlan, raceRules, rulesInBlock } from './race.ts';

const lines =
  'arm: { values: [none, oversample, smote] }\nminority_rate: { values: [0.1, 0.5] }\nlearning_rate: { values: [0.001] }\nepochs: { values: [1, 2] }';
const define8 = (top: string) => define(lines, `method: grid\nreplicates: 8\n${top}`);

test('goes by the level of its looks and by the parameters that vary', () => {
  const { level, least } = raceRules(define8('race: true'));
  // Two looks; arm, minority_rate and epochs.
  expect(level).toBeGreaterThan(0.025);
  expect(level).toBeLessThan(0.035);
  expect(least).toBe(3);
  expect(raceRules(define8('race: { rungs: [4] }'))).toMatchObject({ level: 0.05, within: 0.1 });
  // What is spent is spent at looks at 8, 16 and 32 replicates too.
  const spending = raceRules(define8('race: { rungs: [2, 4], spend: true }')).level;
  expect(spending).toBe(pocockLevel([2, 4, 8, 16, 32], 0.05));
  expect(spending).toBeLessThan(level);
});

test('says what runs at least: the first rung, what others are compared with, and the survivors', () => {
  const definition = define8('race: true\nmetric: { name: test_f1 }');
  const { configs } = sampleOf(createSearcher(definition), 100);
  expect(configs.filter(({ arm }) => !isComparator(String(arm)))).toHaveLength(4);
  // 12 configs at 2 replicates each; 8 are compared with, and of 4 others 3 survive.
  expect(racePlan(definition, configs, 12)).toEqual({
    rungs: [2, 4],
    metric: 'val_f1',
    block: null,
    leastTrials: 12 * 2 + (8 + 3) * 6,
    expectedTrials: expect.any(Number),
    spends: false,
  });
  // A config more is compared with.
  const named = define8('race: true\nbaseline: [{ arm: smote, minority_rate: 0.1, epochs: 2 }]');
  expect(racePlan(named, configs, 12)!.leastTrials).toBe(12 * 2 + (9 + 3) * 6);
  expect(racePlan(definition, configs, 120)!.leastTrials).toBe(120 * 2 + (80 + 3) * 6);
  expect(racePlan(define8('race: false'), configs, 12)).toBeNull();
});

test('of a search that learns it goes by blocks of proposals, and what they save is run all the same', () => {
  const definition = define(
    lines,
    'method: bayes\nbaselines: false\nreplicates: 8\nrun_cap: 80\nlag: 5\nrace: true',
  );
  const { configs } = sampleOf(createSearcher(definition), 100);
  expect(racePlan(definition, configs, 10, true)).toMatchObject({
    ...{ block: 5, leastTrials: 80, expectedTrials: null, spends: false },
  });
});

test('expects to save more where there is more to drop, and nothing of what is spent', () => {
  const wide = (top: string) =>
    define(
      'arm: { values: [smote] }\nminority_rate: { min: 0.1, max: 0.9 }\nlearning_rate: { min: 0.001, max: 0.1 }',
      `method: random\nbaselines: false\nreplicates: 8\nrun_cap: 800\n${top}`,
    );
  const definition = wide('race: true');
  const { configs } = sampleOf(createSearcher(definition), 100);
  const { expectedTrials, leastTrials } = racePlan(definition, configs, 100)!;
  // bench/race/spend.ts has 62% of them.
  expect(expectedTrials! / 800).toBeGreaterThan(0.5);
  expect(expectedTrials! / 800).toBeLessThan(0.75);
  expect(leastTrials).toBeLessThan(expectedTrials!);
  expect(racePlan(definition, configs, 100)).toEqual(racePlan(definition, configs, 100));
  expect(racePlan(definition, configs, 1000)!.expectedTrials! / 10).toBeCloseTo(expectedTrials!, -1);
  const one = wide('race: true\nbaseline: [{ arm: smote }]');
  expect(racePlan(one, configs, 100)!.expectedTrials).toBe(800);
  const spends = wide('race: { spend: true }');
  expect(racePlan(spends, configs, 100)!.expectedTrials).toBeNull();
});

test('blocks keep as many runs together as one race, and the fewer they are, the more adjusts for what the best is the best of', () => {
  const rules = { level: 0.03, least: 5, soFar: true };
  expect([0, 3, 5, 90].map((before) => rulesInBlock(rules, before, 4))).toEqual([
    { ...rules, others: 0 },
    { ...rules, least: 2, others: 3 },
    { ...rules, least: 0, others: 5 },
    { ...rules, least: 0, others: 20 },
  ]);
  expect(rulesInBlock(rules, 90, 30).others).toBe(0);
});

test('of a program nothing is compared with by its name, and it decides by its metric as it is', () => {
  const arm = { kind: 'categorical', values: ['oversample', 'none'], probabilities: null } as const;
  const sweep = programSweep([{ name: 'arm', distribution: arm }], {
    ...{ method: 'grid', runCap: null, replicates: 8, race: { rungs: [2, 4] } },
    metric: { name: 'test_accuracy', goal: 'maximize' },
  });
  const { configs } = sampleOf(createSearcher(sweep), 10);
  expect(configs.map(comparesWith(sweep))).toEqual([false, false]);
  expect(racePlan(sweep, configs, 2)!.metric).toBe('test_accuracy');
  const kept = { ...sweep, baseline: [{ arm: 'none' }] };
  expect(configs.filter(comparesWith(kept))).toEqual([{ arm: 'none' }]);
});
