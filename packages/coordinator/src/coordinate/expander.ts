import { planTrials } from '../plan/trials.ts';
import type { Cursor, Proposals } from '../port.ts';
import { wishAt } from '../search/wish.ts';
import { banded, decideBand, firstBand, resumeWaiting, untilOf } from './bands.ts';
import type { Making } from './making.ts';
import { proposeBlock } from './propose-block.ts';
import { decideRung, extendAlive } from './race.ts';
import { type Stand, stageOf } from './race-stage.ts';

/**
 * Makes about `trialsWanted` rows: of the next configs of the search, each with all its replicates, or, where the sweep
 * races, as the race has it. False where that has to wait for results.
 */
export async function expand(run: Making, trialsWanted: number): Promise<boolean> {
  const { sweep, options } = run;
  const { race } = options.definition;
  const stage = stageOf(sweep, options.definition);
  switch (stage?.race) {
    case undefined:
      return expandSearch(run, trialsWanted, {
        ...{ replicates: sweep.replicates, cursor: sweep.cursor as Cursor | null },
        stand: ({ cursor, exhausted }) => ({ cursor, expanded: exhausted }),
      });
    case 'search': {
      if (run.searcher.learnsFrom && race) return proposeBlock(run, stage);
      const rung = race?.rungs[0] ?? sweep.replicates;
      const isLearner = run.searcher.learnsFrom !== null;
      return expandSearch(run, trialsWanted, {
        ...{ replicates: rung, cursor: stage.search },
        stand: ({ cursor, exhausted }) => {
          const search = { race: 'search', search: cursor } as const;
          const decide = { race: 'decide', rung, most: null } as const;
          const then =
            exhausted && race ? { cursor: decide, expanded: false } : { cursor: search, expanded: exhausted };
          return exhausted || isLearner ? banded(run, rung, then) : then;
        },
      });
    }
    case 'band':
      return decideBand(run, stage);
    case 'resume':
      return resumeWaiting(run, stage, trialsWanted);
    case 'decide':
      return decideRung(run, stage);
    case 'extend':
      return extendAlive(run, stage, trialsWanted);
  }
}

interface SearchStep {
  /** Of each config, for now. */
  readonly replicates: number;
  readonly cursor: Cursor | null;
  /** Where the sweep stands after it. */
  stand(proposals: Proposals): Stand;
}

async function expandSearch(
  run: Making,
  trialsWanted: number,
  { replicates, cursor: before, stand }: SearchStep,
): Promise<boolean> {
  const { sweep, store, searcher } = run;
  const wanted = Math.max(1, Math.ceil(trialsWanted / replicates));
  // What others are compared with is run first: they come again in the search's own order, and are known then.
  const first = before === null && !searcher.learnsFrom ? searcher.first(wanted / 2) : [];
  const wish = wishAt(searcher, before);
  const history = wish ? await store.searchHistory(sweep.id, wish) : { made: 0, finished: [], running: [] };
  if (history === null) return false;
  const atMost = Math.max(1, wanted - first.length);
  const proposals = searcher.ask({ cursor: before, ...history, atMost });
  const context = { ...run.trialContext, replicates, until: untilOf(run, firstBand(run)) };
  const trials = [
    ...planTrials(first, context),
    ...planTrials(proposals.configs, context, proposals.reasons),
  ];
  const { cursor, expanded } = stand(proposals);
  await run.make(trials, cursor, expanded);
  return true;
}
