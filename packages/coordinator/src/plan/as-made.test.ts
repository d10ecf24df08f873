import { expect, test } from 'vitest';
import type { SweepDefinition } from '../port.ts';
import { createSearcher } from '../search/searcher.ts';
import { define } from '../sweep-file/fixtures.ts';
import { asMade, hasNewRules } from './as-made.ts';
import { definitionHash } from './definition-hash.ts';

const file = 'epochs: { distribution: q_uniform, min: 1, max: 11, q: 4 }\ndropout: { min: 0.0, max: 0.5 }';
const now = define(file, 'method: random\nrun_cap: 40');
const { inside: _, kind, ...bounds } = now.parameters[0]!.distribution as unknown as Record<string, unknown>;
/** As an earlier version stored it, with keys in the order of the database. */
const distribution = { ...bounds, kind };
const earlier = {
  ...now,
  runCap: 20,
  parameters: [{ name: 'epochs', distribution }, now.parameters[1]],
} as unknown as SweepDefinition;

const configs = (definition: SweepDefinition, most: number) =>
  createSearcher(definition)
    .ask(null, most)
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
  const wider = define(file.replace('11', '15'), 'method: random\nrun_cap: 40');
  expect(asMade(wider, earlier)).toEqual({ definition: wider, kept: [] });
  expect(asMade(now, now)).toEqual({ definition: now, kept: [] });
});

test('a file that the rule does not concern is the same definition as before', () => {
  const even = define(
    'epochs: { distribution: q_uniform, min: 4, max: 12, q: 4 }',
    'method: random\nrun_cap: 2',
  );
  const grid = define('epochs: { distribution: q_uniform, min: 1, max: 11, q: 4 }');
  expect([even, grid].map(hasNewRules)).toEqual([false, false]);
});
