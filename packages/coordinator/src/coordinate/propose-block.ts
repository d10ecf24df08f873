import { planTrials } from '../plan/trials.ts';
import { wishAt } from '../search/wish.ts';
import { banded, firstBand, untilOf } from './bands.ts';
import type { Making } from './making.ts';
import { NO_BLOCKS, type RaceStage, roomFor } from './race-stage.ts';

/**
 * Makes the rows of the next configs that a search proposes by results, where they race: a block, each config with the replicates
 * of the first rung. False while a block before it has not ended.
 */
export async function proposeBlock(
  run: Making,
  { search, before = NO_BLOCKS }: Extract<RaceStage, { race: 'search' }>,
): Promise<boolean> {
  const { sweep, store, searcher, options } = run;
  const history = await store.searchHistory(sweep.id, wishAt(searcher, search)!);
  if (history === null) return false;
  const room = roomFor(sweep, before);
  const { configs, reasons, cursor, exhausted } = searcher.ask({
    ...{ cursor: search, ...history, room, atMost: room },
  });
  if (configs.length === 0) {
    await run.make([], { race: 'search', search: cursor, before }, exhausted);
    return true;
  }
  const [rung] = options.definition.race!.rungs as [number];
  const block = { from: history.made, runs: 0, before, search: exhausted ? null : cursor };
  const until = untilOf(run, firstBand(run));
  const trials = planTrials(configs, { ...run.trialContext, replicates: rung, until }, reasons);
  const decide = { race: 'decide', rung, most: null, block } as const;
  const { cursor: next, expanded } = banded(run, rung, { cursor: decide, expanded: false });
  await run.make(trials, next, expanded);
  return true;
}
