import type { Values } from '@latentsweep/core';
import { openPeer } from '../tables/peer.ts';
import { normalsOf } from '../verdict/noise.ts';
import type { PeerParameter, Problem } from './problems.ts';
import type { Tried } from './study.ts';

/** A library of Python that is asked and told one trial after the other. */
export interface SearchPeer {
  start(parameters: readonly PeerParameter[], seed: number): Promise<{ readonly version: string }>;
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

export async function peerStudy(
  peer: SearchPeer,
  problem: Problem,
  seed: number,
  trials: number,
): Promise<Tried[]> {
  await peer.start(problem.parameters, seed);
  const noise = normalsOf(seed);
  const tried: Tried[] = [];
  let told: number | null = null;
  for (let i = 0; i < trials; i++) {
    const { config } = await peer.tell(told);
    const value = problem.value(config);
    told = value + problem.noise * noise();
    tried.push({ seen: told, value });
  }
  return tried;
}
