/** The exam that every searcher passes. */

import { isDeepStrictEqual } from 'node:util';
import { type AnyConfig, AUGMENTATION, type ConfigSpace, lengthOf, Purpose, Stream } from '@latentsweep/core';
import { chosenOf, type FinishedConfig } from '@latentsweep/store';
import { describe, expect, test } from 'vitest';
import type { Cursor, Proposals, Question, Searcher, SweepDefinition } from '../port.ts';
import { configSpaceOf } from './config-space.ts';
import { wishAt } from './wish.ts';

export interface Asked {
  readonly question: Question;
  readonly answer: Proposals;
}

interface Play {
  readonly atMost?: number;
  /** Decides in which order trials end, and how many before the next question. */
  readonly order?: number;
  /** Decides what comes out. */
  readonly results?: number;
  readonly objectives?: number;
  /** Default: that of the table. */
  readonly space?: ConfigSpace;
}

/**
 * Plays a search to its end as a coordinator does: trials end in any order, and a question is asked once those that it
 * depends on have. All that the store keeps goes through JSON.
 */
export function play(
  searcher: Searcher,
  { atMost = 64, order = 0, results = 0, objectives = 1, space = AUGMENTATION }: Play = {},
): Asked[] {
  const chance = new Stream([order, 0], Purpose.search);
  const { lookahead } = searcher.learnsFrom ?? { lookahead: Number.POSITIVE_INFINITY };
  const newest = (known: number) => (searcher.learnsFrom ? [...made.values()].slice(known) : []);
  const asked: Asked[] = [];
  const made = new Map<string, AnyConfig>();
  const open: FinishedConfig[] = [];
  const ended: FinishedConfig[] = [];
  let cursor: Cursor | null = null;
  for (;;) {
    const known = Math.max(0, made.size - lookahead);
    while (open.some(({ place }) => place < known) || (open.length > 0 && chance.uniform() < 0.5)) {
      ended.push(...open.splice(Math.floor(chance.uniform() * open.length), 1));
    }
    const finished = chosenOf(
      ended.filter(({ place }) => place < known),
      known,
      wishAt(searcher, cursor) ?? { best: 0, spread: 0 },
    ).sort(() => chance.uniform() - 0.5);
    const question: Question = { cursor, made: made.size, finished, running: newest(known), atMost };
    const answer = searcher.ask(question);
    asked.push({ question, answer });
    if (answer.exhausted) return asked;
    if (asked.length > 100_000) throw new Error('The search does not end.');
    for (const config of answer.configs) {
      const hash = space.hash(config);
      if (made.has(hash)) continue;
      open.push({ place: made.size, config, ...madeUp(hash, results, objectives) });
      made.set(hash, config);
    }
    cursor = JSON.parse(JSON.stringify(answer.cursor)) as Cursor;
  }
}

/** Some have no value. */
function madeUp(
  hash: string,
  results: number,
  objectives: number,
): Pick<FinishedConfig, 'mean' | 'sd' | 'n' | 'violation' | 'others'> {
  const stream = new Stream([Number.parseInt(hash.slice(0, 8), 16), results], Purpose.search);
  const told = () => {
    const mean = stream.uniform();
    return { ...(mean < 0.1 ? { mean: null, n: 0 } : { mean, n: 1 }), sd: null };
  };
  const [first, ...others] = Array.from({ length: objectives }, told);
  return { ...first!, violation: 0, ...(others.length > 0 ? { others } : {}) };
}

export const configsOf = (asked: readonly Asked[]): AnyConfig[] =>
  asked.flatMap(({ answer }) => answer.configs);

/** `definition` must be small: a few thousand configs at most. `count`: how many of them there are to find. */
export function examineSearcher(
  name: string,
  definition: SweepDefinition,
  create: (definition: SweepDefinition) => Searcher,
  count: number,
): void {
  describe(`${name} passes the searchers' exam`, () => {
    const { learnsFrom, size } = create(definition);
    const space = configSpaceOf(definition);
    const common = { space, objectives: definition.metrics?.length ?? 1 };
    const asked = play(create(definition), common);
    const configs = configsOf(asked);
    const hashes = configs.map(space.hash);
    const played = (options: Play, given = definition) =>
      configsOf(play(create(given), { ...options, ...common })).map(space.hash);

    test('it proposes what there is, all of it canonical', () => {
      expect(configs).toHaveLength(count);
      expect(configs.map(space.canonical)).toEqual(configs);
    });

    test('it proposes no config twice', () => {
      expect(new Set(hashes).size).toBe(configs.length);
    });

    test('it keeps to run_cap, and to its size', () => {
      const { runCap, replicates } = definition;
      expect(count * replicates).toBeLessThanOrEqual(runCap ?? Number.POSITIVE_INFINITY);
      expect(count).toBeLessThanOrEqual(size.configs);
    });

    test('how many are asked for at once changes nothing, or, where it does not learn, their order alone', () => {
      const arranged = (found: readonly string[]) => (learnsFrom ? found : found.toSorted());
      for (const atMost of [1, 7, 100_000]) expect(arranged(played({ atMost }))).toEqual(arranged(hashes));
    });

    test('the same results have the same answers, in whatever order they come', () => {
      for (const order of [1, 2, 3]) expect(played({ order })).toEqual(hashes);
    });

    test('other results have other answers where it learns, and there alone', () => {
      expect(isDeepStrictEqual(played({ results: 1 }), hashes)).toBe(learnsFrom === null);
    });

    test('the same question has the same answer, from a new searcher and from one that was asked others', () => {
      const used = create(definition);
      for (const { question, answer } of [...asked, ...asked.toReversed(), ...asked]) {
        const copy = structuredClone(question);
        expect(used.ask(question)).toEqual(answer);
        expect(question).toEqual(copy);
      }
      expect(create(definition).ask(asked.at(-1)!.question)).toEqual(asked.at(-1)!.answer);
    });

    test('it gives a reason for each config where it learns, and there alone', () => {
      expect(asked.map(({ answer }) => answer.reasons?.length ?? null)).toEqual(
        asked.map(({ answer }) => (learnsFrom ? answer.configs.length : null)),
      );
    });

    test('configs of one run that come in one answer stand together, by rising epochs', () => {
      for (const { answer } of play(create(definition), { atMost: 20, ...common })) {
        const runs = Map.groupBy(answer.configs, space.runHash).values();
        const along = (config: AnyConfig) => lengthOf(space, config);
        expect(answer.configs).toEqual(
          [...runs].flatMap((run) => run.toSorted((a, b) => along(a) - along(b))),
        );
      }
    });

    test('another seed gives another order or other configs', () => {
      expect(played({}, { ...definition, seed: definition.seed + 1 })).not.toEqual(hashes);
    });

    test('what it would begin with is among what it proposes, a run whole; nothing where it learns', () => {
      for (const atMost of [1, 1000]) {
        const first = create(definition).first(atMost);
        expect(first.every((config) => hashes.includes(space.hash(config)))).toBe(true);
        const runs = new Set(first.map(space.runHash));
        expect(first).toHaveLength(configs.filter((config) => runs.has(space.runHash(config))).length);
        if (learnsFrom) expect(first).toEqual([]);
      }
    });
  });
}
