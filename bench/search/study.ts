import {
  type Cursor,
  createSearcher,
  parseSweep,
  type Searcher,
  type SweepDefinition,
} from '@latentsweep/coordinator';
import type { Config, Values } from '@latentsweep/core';
import { chosenOf, type FinishedConfig } from '@latentsweep/store';
import { normalsOf } from '../verdict/noise.ts';
import type { PeerParameter, Problem } from './problems.ts';

/** What a study proposed, in order. */
export interface Tried {
  /** As it was told: with noise. */
  readonly seen: number;
  /** Without. */
  readonly value: number;
}

/** The sweep that searches these parameters. */
export function definitionOf(
  parameters: readonly PeerParameter[],
  method: string,
  top: Readonly<Record<string, unknown>>,
): SweepDefinition {
  const entries = parameters.map(({ name, kind, low, high, choices }) => {
    const bounds = { min: low, max: high };
    if (kind === 'choice') return [name, { values: choices }];
    if (kind === 'int') return [name, { distribution: 'int_uniform', ...bounds }];
    return [name, { distribution: kind === 'log' ? 'log_uniform_values' : 'uniform', ...bounds }];
  });
  const file = { method, baselines: false, ...top, parameters: Object.fromEntries(entries) };
  return parseSweep(JSON.stringify(file), { path: 'bench.yaml', folder: '/', engines: [] }).definition;
}

/** A search told of its results as a coordinator tells it, and of no more: those of its newest proposals are not yet known. */
export function* searching(
  searcher: Searcher,
  measured: (config: Config) => number,
): Generator<{ readonly config: Config; readonly seen: number; readonly ms: number }> {
  const wish = searcher.learnsFrom ?? { lookahead: 0, best: 0, spread: 0 };
  const history: FinishedConfig[] = [];
  let cursor: Cursor | null = null;
  for (let exhausted = false; !exhausted; ) {
    const made = history.length;
    const known = Math.max(0, made - wish.lookahead);
    const finished = chosenOf(history.slice(0, known), known, wish);
    const running = history.slice(known).map(({ config }) => config);
    // As from the store: objects that were never seen before.
    const question = structuredClone({ cursor, made, finished, running, atMost: 1 });
    const before = process.cpuUsage();
    const answer = searcher.ask(question);
    const { user, system } = process.cpuUsage(before);
    ({ cursor, exhausted } = answer);
    for (const config of answer.configs) {
      const seen = measured(config);
      // A searcher is told that more is better.
      history.push({ place: history.length, config, mean: -seen, sd: null, n: 1, violation: 0 });
      yield { config, seen, ms: (user + system) / 1000 / answer.configs.length };
    }
  }
}

/** One of ours. `lag` 1: each proposal waits for all before it, as those of the peers do. */
export function ourStudy(
  problem: Problem,
  method: string,
  seed: number,
  trials: number,
  lag: number,
): Tried[] {
  const learns = method === 'bayes' ? { lag } : {};
  const definition = definitionOf(problem.parameters, method, { seed, run_cap: trials, ...learns });
  const noise = normalsOf(seed);
  const tried: Tried[] = [];
  const measured = (config: Values) => {
    const value = problem.value(config);
    const seen = value + problem.noise * noise();
    tried.push({ seen, value });
    return seen;
  };
  for (const _ of searching(createSearcher(definition), measured));
  return tried;
}

/** What the best that was seen is in truth, above the least that there is. */
export function regretAt(problem: Problem, tried: readonly Tried[], trials: number): number {
  const best = tried.slice(0, trials).reduce((least, one) => (one.seen < least.seen ? one : least));
  return best.value - problem.least;
}
