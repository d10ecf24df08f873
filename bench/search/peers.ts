import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Purpose, Stream, type Values } from '@latentsweep/core';
import { openPeer } from '../tables/peer.ts';
import type { PeerParameter, Problem } from './problem.ts';
import type { Tried } from './study.ts';

/** A library of Python that is asked for trials, and told of them in the order of its proposals. */
export interface SearchPeer {
  start(parameters: readonly PeerParameter[], seed: number): Promise<{ readonly version: string }>;
  /** Of the first trial that is open; null: of none. */
  tell(value: number | null): Promise<{ readonly config: Values; readonly ms: number }>;
  close(): Promise<void>;
}

export async function openSearchPeer(library: 'optuna' | 'rustuna'): Promise<SearchPeer> {
  const peer = await openPeer('search.py', [library]);
  return {
    start: (parameters, seed) => peer.ask({ start: { parameters, seed } }),
    tell: (value) => peer.ask({ tell: value }),
    close: () => peer.close(),
  };
}

export interface PeerStudy {
  readonly seed: number;
  readonly trials: number;
  /** Trials that are open at once: all but so many less one are known before another is asked for. */
  readonly workers: number;
  /** Each trial shows another replicate of its config, by lot; else all the same. */
  readonly anew: boolean;
}

export async function peerStudy(peer: SearchPeer, problem: Problem, study: PeerStudy): Promise<Tried[]> {
  const file = keptAs(problem, study);
  if (file !== null && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Tried[];
  await peer.start(problem.parameters, study.seed);
  const shown = problem.shown(study.seed);
  const lots = new Stream([study.seed, 0], Purpose.search);
  const tried: Tried[] = [];
  for (let i = 0; i < study.trials; i++) {
    const { config } = await peer.tell(i < study.workers ? null : tried[i - study.workers]!.seen);
    const replicate = study.anew ? Math.floor(lots.uniform() * 2 ** 20) : 0;
    tried.push({ seen: shown(config, replicate), value: problem.value(config) });
  }
  if (file !== null) writeFileSync(file, JSON.stringify(tried));
  return tried;
}

/**
 * KEPT names a folder where a peer's studies are kept, so that it need not be asked again while ours is changed. They are known
 * by the problem's name and parameters: where a function or a table is another one, the folder is to be emptied.
 */
function keptAs({ name, parameters }: Problem, study: PeerStudy): string | null {
  const folder = process.env['KEPT'];
  if (folder === undefined) return null;
  mkdirSync(folder, { recursive: true });
  const key = JSON.stringify([name, parameters, study]);
  return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
}
