import { describe, expect, test } from 'vitest';
import type { SweepDefinition } from '../port.ts';
import { createSearcher, sampleOf } from '../search/searcher.ts';
import { define } from '../sweep-file/fixtures.ts';
import { asMade, hasNewRules } from './as-made.ts';
import { definitionHash } from './definition-hash.ts';

const file = 'epochs: { distribution: q_uniform, min: 1, max: 11, q: 4 }\ndropout: { min: 0.0, max: 0.5 }';
const now = define(file, 'method: random\nrun_cap: 40\nbaselines: false');
const { inside: _, kind, ...bounds } = now.parameters[0]!.distribution as unknown as Record<string, unknown>;
/** As an earlier version stored it, with keys in the order of the database. */
const distribution = { ...bounds, kind };
const earlier = {
  ...now,
  runCap: 20,
  parameters: [{ name: 'epochs', distribution }, now.parameters[1]],
} as unknown as SweepDefinition;

const configs = (definition: SweepDefinition, most: number) =>
  sampleOf(createSearcher(definition), most)
    .configs.map((config) => JSON.stringify(config))
    .sort();

test('a file that is extended goes on by the rule that its sweep was made with', () => {
  expect(hasNewRules(now)).toBe(true);
  const { definition, kept } = asMade(now, earlier);
  expect(kept).toEqual(['epochs']);
  expect(hasNewRules(definition)).toBe(false);
  const more = new Set(configs(definition, 40));
  expect(configs(earlier, 20).every((config) => more.has(config))).toBe(true);
  // What was drawn before is not all there by the new rule: keeping the old one matters.
  const other = new Set(configs(now, 40));
  expect(configs(earlier, 20).every((config) => other.has(config))).toBe(false);
  expect(definitionHash({ ...definition, runCap: 20 }, 'f', 'e@1')).toBe(definitionHash(earlier, 'f', 'e@1'));
});

test('other bounds, or a sweep of this version, are drawn by the rule of now', () => {
  const wider = define(file.replace('11', '15'), 'method: random\nrun_cap: 40\nbaselines: false');
  expect(asMade(wider, earlier)).toEqual({ definition: wider, kept: [], withoutBaselines: false });
  expect(asMade(now, now)).toEqual({ definition: now, kept: [], withoutBaselines: false });
});

test('a file that the rule does not concern is the same definition as before', () => {
  const even = define(
    'epochs: { distribution: q_uniform, min: 4, max: 12, q: 4 }',
    'method: random\nrun_cap: 2\nbaselines: false',
  );
  const grid = define('epochs: { distribution: q_uniform, min: 1, max: 11, q: 4 }');
  expect([even, grid].map(hasNewRules)).toEqual([false, false]);
});

describe('baselines', () => {
  const rates = (top: string) => define('learning_rate: { min: 0.001, max: 0.1 }', `method: random\n${top}`);
  const more = rates('run_cap: 40');
  /** As a version stored it that knew none. */
  const { baselines: __, ...old } = rates('run_cap: 20');

  test('are not tried by the file of a sweep that was made without, so that it is the same sweep', () => {
    expect(hasNewRules(more)).toBe(true);
    const { definition, withoutBaselines } = asMade(more, old);
    expect(withoutBaselines).toBe(true);
    expect(hasNewRules(definition)).toBe(false);
    expect(definitionHash({ ...definition, runCap: 20 }, 'f', 'e@1')).toBe(definitionHash(old, 'f', 'e@1'));
    expect(asMade(more, definition)).toEqual({ definition, kept: [], withoutBaselines: true });
    const drawn = new Set(configs(definition, 40));
    expect(configs(old, 20).every((config) => drawn.has(config))).toBe(true);
  });

  test('are tried where this version left them out, by a grid that became a search, and where they were', () => {
    for (const earlier of [rates('run_cap: 20\nbaselines: false'), rates('run_cap: 20')]) {
      expect(asMade(more, earlier)).toEqual({ definition: more, kept: [], withoutBaselines: false });
    }
    expect(asMade(more, define('epochs: { value: 1 }')).withoutBaselines).toBe(false);
    const without = rates('run_cap: 40\nbaselines: false');
    expect(asMade(without, old)).toEqual({ definition: without, kept: [], withoutBaselines: false });
  });
});
