import type { Counts } from '../src/api.ts';
import { count } from './text/number.ts';

/** Trials of which no more is awaited. */
export const endedOf = ({ completed, pruned, diverged, failed, quarantined, cancelled }: Counts): number =>
  completed + pruned + diverged + failed + quarantined + cancelled;

/** `120 completed`, `2 failed`, `30 of them reused`: what there is of each state. */
export function wordsOf(counts: Counts): string[] {
  const states = [
    'completed',
    'pruned',
    'running',
    'waiting',
    'diverged',
    'failed',
    'quarantined',
    'cancelled',
  ] as const;
  const words = states
    .filter((state) => counts[state] > 0)
    .map((state) => `${count(counts[state])} ${state}`);
  if (counts.pending > 0) words.push(`${count(counts.pending)} queued`);
  if (counts.reused > 0) words.push(`${count(counts.reused)} of them reused from earlier sweeps`);
  return words.length === 0 ? ['no trial has begun'] : words;
}
