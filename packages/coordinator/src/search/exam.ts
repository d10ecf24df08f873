/** The exam that every searcher passes. */

import { type Config, canonicalConfig, configHash, runHash } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import type { Cursor, Searcher, SweepDefinition } from '../port.ts';

/** All configs, `atMost` at a time. The cursor goes through JSON, as it does in the store. */
export function askAll(searcher: Searcher, atMost: number): { configs: Config[]; asks: Config[][] } {
  const asks: Config[][] = [];
  let cursor: Cursor | null = null;
  for (;;) {
    const answer = searcher.ask(cursor, atMost);
    asks.push([...answer.configs]);
    if (answer.exhausted) return { configs: asks.flat(), asks };
    if (asks.length > 100_000) throw new Error('The search does not end.');
    cursor = JSON.parse(JSON.stringify(answer.cursor)) as Cursor;
  }
}

const sortedHashes = (configs: readonly Config[]) => configs.map(configHash).sort();

/** `definition` must be small: a few thousand configs at most. */
export function examineSearcher(
  name: string,
  definition: SweepDefinition,
  create: (definition: SweepDefinition) => Searcher,
): void {
  describe(`${name} passes the searchers' exam`, () => {
    const { configs } = askAll(create(definition), 64);
    const allowed =
      definition.runCap === null ? Infinity : Math.floor(definition.runCap / definition.replicates);

    test('it proposes something, all of it canonical', () => {
      expect(configs.length).toBeGreaterThan(0);
      expect(configs.map(canonicalConfig)).toEqual(configs);
    });

    test('it proposes no config twice', () => {
      expect(new Set(configs.map(configHash)).size).toBe(configs.length);
    });

    test('it keeps to run_cap, and to its size', () => {
      const { size } = create(definition);
      expect(configs.length).toBeLessThanOrEqual(Math.min(size.configs, allowed));
      if (size.exact) expect(configs.length).toBe(Math.min(size.configs, allowed));
      if (size.exact && allowed >= size.configs) expect(new Set(configs.map(runHash)).size).toBe(size.runs);
    });

    test('how many are asked for at once changes nothing but their order', () => {
      for (const atMost of [1, 7, 100_000]) {
        expect(sortedHashes(askAll(create(definition), atMost).configs)).toEqual(sortedHashes(configs));
      }
    });

    test('the same cursor gives the same answer, from a new searcher and from one that has moved on', () => {
      const searcher = create(definition);
      const first = searcher.ask(null, 5);
      const second = searcher.ask(first.cursor, 5);
      expect(searcher.ask(first.cursor, 5)).toEqual(second);
      expect(create(definition).ask(first.cursor, 5)).toEqual(second);
      expect(searcher.ask(null, 5)).toEqual(first);
    });

    test('configs of one run that come in one answer stand together, by rising epochs', () => {
      for (const ask of askAll(create(definition), 20).asks) {
        const runs = ask.map(runHash);
        const blocks = runs.filter((run, i) => run !== runs[i - 1]);
        expect(new Set(blocks).size).toBe(blocks.length);
        ask.forEach((config, i) => {
          if (i > 0 && runs[i] === runs[i - 1]) {
            expect(config['epochs']).toBeGreaterThan(ask[i - 1]!['epochs'] as number);
          }
        });
      }
    });

    test('another seed gives another order or other configs', () => {
      const other = askAll(create({ ...definition, seed: definition.seed + 1 }), 64).configs;
      if (configs.length > 20) expect(other).not.toEqual(configs);
    });

    test('what it would begin with is among what it proposes, a run whole', () => {
      const hashes = new Set(configs.map(configHash));
      for (const atMost of [1, 1000]) {
        const first = create(definition).first(atMost);
        expect(first.every((config) => hashes.has(configHash(config)))).toBe(true);
        const runs = new Set(first.map(runHash));
        expect(first).toHaveLength(configs.filter((config) => runs.has(runHash(config))).length);
      }
    });

    test('it can be told results', () => {
      const searcher = create(definition);
      const before = searcher.ask(null, 3);
      searcher.tell(before.configs.map((config) => ({ config, value: 0.5 })));
      expect(searcher.ask(null, 3)).toEqual(before);
    });
  });
}
