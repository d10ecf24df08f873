/** How much of what can be had of several objectives at once a search finds, beside Optuna's TPE. */

import { type Cursor, createSearcher } from '@latentsweep/coordinator';
import type { Values } from '@latentsweep/core';
import { chosenOf, type FinishedConfig } from '@latentsweep/store';
import { wishAt } from '../../packages/coordinator/src/search/wish.ts';
import { openPeer } from '../tables/peer.ts';
import { median, printRows, type Row } from './against.ts';
import { SEEDS, seeds } from './seeds.ts';
import { definitionOf } from './study.ts';
import { TRADE_OFFS, type TradeOff, volumeOf } from './trade-offs.ts';

const TRIALS = [100, 300];
const MOST = Math.max(...TRIALS);
const METRICS = ['val_accuracy', 'val_f1', 'val_mcc'];

/** One trial after the other, as Optuna is used. */
function ourFront(
  { parameters, values, reference }: TradeOff,
  method: string,
  seed: number,
): (readonly number[])[] {
  const metrics = reference.map((_, k) => ({ name: METRICS[k]! }));
  const top = { seed, run_cap: MOST, metrics, ...(method === 'bayes' ? { lag: 1 } : {}) };
  const searcher = createSearcher(definitionOf(parameters, method, top));
  const history: FinishedConfig[] = [];
  const tried: (readonly number[])[] = [];
  let cursor: Cursor | null = null;
  for (let exhausted = false; !exhausted; ) {
    const wish = wishAt(searcher, cursor) ?? { best: 0, spread: 0 };
    const finished = chosenOf(history, history.length, wish);
    const answer = searcher.ask({ cursor, made: history.length, finished, running: [], atMost: 1 });
    ({ cursor, exhausted } = answer);
    for (const config of answer.configs) {
      const seen = values(config);
      tried.push(seen);
      // A searcher is told that more is better.
      const [first, ...others] = seen.map((value) => ({ mean: -value, sd: null, n: 1 }));
      history.push({ place: history.length, config, violation: 0, ...first!, others });
    }
  }
  return tried;
}

interface Peer {
  start(problem: TradeOff, seed: number): Promise<unknown>;
  tell(values: readonly number[] | null): Promise<{ readonly config: Values }>;
  close(): Promise<void>;
}

async function openOptuna(): Promise<Peer> {
  const peer = await openPeer('search.py', ['optuna']);
  return {
    start: ({ parameters, reference }, seed) =>
      peer.ask({ start: { parameters, seed, objectives: reference.length } }),
    tell: (values) => peer.ask({ tell: values }),
    close: () => peer.close(),
  };
}

async function theirFront(peer: Peer, problem: TradeOff, seed: number): Promise<(readonly number[])[]> {
  await peer.start(problem, seed);
  const tried: (readonly number[])[] = [];
  for (let i = 0; i < MOST; i++) {
    const { config } = await peer.tell(tried.at(-1) ?? null);
    tried.push(problem.values(config));
  }
  return tried;
}

/** One trial after the other: how much of the volume of all that there is the first trials leave out, as a share. */
export async function benchObjectives(): Promise<void> {
  const peer = await openOptuna();
  const rows: Row[] = [];
  try {
    for (const problem of TRADE_OFFS) {
      const theirs = [];
      for (const seed of seeds()) theirs.push(await theirFront(peer, problem, seed));
      const [ours, sobol] = ['bayes', 'sobol'].map((method) =>
        seeds().map((seed) => ourFront(problem, method, seed)),
      );
      for (const trials of TRIALS) {
        const missing = (all: readonly (readonly (readonly number[])[])[]) =>
          all.map((tried) => 1 - volumeOf(tried.slice(0, trials), problem.reference) / problem.most);
        const [we, they] = [missing(ours!), missing(theirs)];
        rows.push({
          ...{ name: `${problem.name}, ${trials} trials`, ours: we, theirs: they },
          beside: [median(missing(sobol!)), (1 - median(we)) / (1 - median(they))],
        });
      }
    }
  } finally {
    await peer.close();
  }
  const columns = ['bayes', 'Optuna', 'sobol', "volume to Optuna's"];
  printRows(`several objectives: median share of the volume that ${SEEDS} seeds miss`, columns, rows);
}
