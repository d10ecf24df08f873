import {
  type Cursor,
  createSearcher,
  parseSweep,
  type Searcher,
  type SweepDefinition,
} from '@latentsweep/coordinator';
import { type Config, meanInterval, readConfig, type Values } from '@latentsweep/core';
import { chosenOf, type FinishedConfig } from '@latentsweep/store';
import type { PeerParameter, Problem } from './problem.ts';

export interface Study {
  readonly method: string;
  readonly seed: number;
  readonly configs: number;
  readonly lag: number;
  readonly replicates: number;
}

/** What a study proposed, in order. */
export interface Tried {
  /** As it was told: with noise, the mean of its replicates. */
  readonly seen: number;
  /** Without. */
  readonly value: number;
}

/** The sweep that searches these parameters. */
export function definitionOf(
  parameters: readonly PeerParameter[],
  method: string,
  top: Readonly<Record<string, unknown>>,
  fixed: Values = {},
): SweepDefinition {
  const entries = parameters.map(({ name, kind, low, high, choices }) => {
    const bounds = { min: low, max: high };
    if (kind === 'choice') return [name, { values: choices }];
    if (kind === 'int') return [name, { distribution: 'int_uniform', ...bounds }];
    return [name, { distribution: kind === 'log' ? 'log_uniform_values' : 'uniform', ...bounds }];
  });
  const values = Object.entries(fixed).map(([name, value]) => [name, { value }]);
  const file = { method, baselines: false, ...top, parameters: Object.fromEntries([...entries, ...values]) };
  return parseSweep(JSON.stringify(file), { path: 'bench.yaml', folder: '/', engines: [] }).definition;
}

/** A search told of its results as a coordinator tells it, and of no more: those of its newest proposals are not yet known. */
export function* searching(
  searcher: Searcher,
  measured: (config: Config) => readonly number[],
): Generator<{ readonly config: Config; readonly ms: number }> {
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
    for (const config of answer.configs.map(readConfig)) {
      const values = measured(config);
      // A searcher is told that more is better.
      const { mean, n } = meanInterval(values);
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const sd = n < 2 ? null : Math.sqrt(squares / (n - 1));
      history.push({ place: history.length, config, mean: -mean, sd, n, violation: 0 });
      yield { config, ms: (user + system) / 1000 / answer.configs.length };
    }
  }
}

/**
 * One of ours, to so many configs. `lag` 1: each proposal waits for all before it, as those of a peer that is asked for one
 * after the other.
 */
export function ourStudy(problem: Problem, { method, seed, configs, lag, replicates }: Study): Tried[] {
  const learns = method === 'bayes' ? { lag } : {};
  const top = { seed, run_cap: configs * replicates, replicates, ...learns };
  const definition = definitionOf(problem.parameters, method, top, problem.fixed);
  const shown = problem.shown(seed);
  const tried: Tried[] = [];
  const measured = (config: Values) => {
    const values = Array.from({ length: replicates }, (_, r) => shown(config, r));
    tried.push({ seen: meanInterval(values).mean, value: problem.value(config) });
    return values;
  };
  for (const _ of searching(createSearcher(definition), measured));
  return tried;
}

/** For each number of configs what the best that was seen is in truth, above the least that there is. */
export function regretsOf({ least }: Problem, tried: readonly Tried[]): number[] {
  let best = tried[0]!;
  return tried.map((one) => {
    if (one.seen < best.seen) best = one;
    return best.value - least;
  });
}
