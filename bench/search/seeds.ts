import { type PeerStudy, peerStudy, type SearchPeer } from './peers.ts';
import type { Problem } from './problem.ts';
import { ourStudy, regretsOf, type Study } from './study.ts';

export const SEEDS = Number(process.env['SEEDS'] ?? 30);
/** Widths and the like were chosen on seeds 1 to 30. */
const FIRST = Number(process.env['FIRST'] ?? 31);

export const seeds = () => Array.from({ length: SEEDS }, (_, i) => FIRST + i);

/** By seed: the regret after each config. */
export const ours = (problem: Problem, study: Omit<Study, 'seed'>): number[][] =>
  seeds().map((seed) => regretsOf(problem, ourStudy(problem, { seed, ...study })));

export async function theirs(
  peer: SearchPeer,
  problem: Problem,
  study: Omit<PeerStudy, 'seed'>,
): Promise<number[][]> {
  const all: number[][] = [];
  for (const seed of seeds())
    all.push(regretsOf(problem, await peerStudy(peer, problem, { seed, ...study })));
  return all;
}
