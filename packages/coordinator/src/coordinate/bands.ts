import { bandsOf, judgeBand, lengthOf, mayOutlast, type Values } from '@latentsweep/core';
import { decidedBy } from '../plan/decided-by.ts';
import { comparesWith } from '../plan/race.ts';
import { trialsOf } from '../plan/trials.ts';
import type { Making } from './making.ts';
import type { Banding, Deciding, Resuming, Stand } from './race-stage.ts';
import { wholeRuns } from './whole-runs.ts';

/** Bands have no end where nothing is known of how long runs are; rows hold no greater step. */
const MOST_STEPS = 2 ** 31 - 1;

/** To which epochs runs train first; undefined: to their end. */
export const firstBand = (run: Making): number | undefined => bandBehind(run, 0);

/** What comes first where runs end early: the bands, and then what would come without. */
export function banded(run: Making, rung: number, next: Stand): Stand {
  const band = firstBand(run);
  return band === undefined ? next : { cursor: { race: 'band', band, rung, next }, expanded: false };
}

/**
 * Decides which runs go on behind the band, once all have reached it. As in `decideRung`, what is decided follows from the rows
 * alone, and is kept in the transaction that moves the sweep on.
 */
export async function decideBand(run: Making, { band, rung, next }: Banding): Promise<boolean> {
  const { sweep, store, options } = run;
  const stand = await store.bandStand(sweep.id, band);
  if (stand === null) return false;
  if (!stand.configs.some(({ waiting }) => waiting)) {
    await run.make([], next.cursor, next.expanded);
    return true;
  }
  const { definition } = options;
  const words = wordsOf(run);
  const compared = comparesWith(definition);
  const decisions = judgeBand(
    stand.configs
      .filter(({ config }) => !compared(config))
      .map(({ config, configHash, runHash, values, waiting }) => ({
        ...{ hash: configHash, run: runHash, values, waiting },
        epochs: lengthOf(run.space, config),
      })),
    stand.decided.map(({ runHash, epochs, value }) => ({ run: runHash, epochs, value })),
    { band, rule: definition.early!, words },
  );
  const ends = decisions.filter(({ kept }) => !kept).length;
  const cursor: Resuming = { race: 'resume', band, rung, next: withStopped(next, ends * rung) };
  const turned = (value: number | null) => (value === null ? null : words.sign * value);
  const stopped = await store.decideBand(
    sweep.id,
    { band, rung },
    decisions.map((one) => ({ ...one, value: turned(one.value), threshold: turned(one.threshold) })),
    cursor,
    run.owner,
  );
  run.sweep = { ...run.sweep, cursor };
  run.ledger.stopped(stopped);
  run.bestIsOld = true;
  options.onRung({ rung, epochs: band, kept: decisions.length - ends, dropped: ends });
  return true;
}

/** Of a block the trials that ended at a band have run, and are paid for as those of earlier blocks are. */
function withStopped({ cursor, expanded }: Stand, trials: number): Stand {
  const { block } = cursor as Partial<Deciding>;
  if (block === undefined) return { cursor, expanded };
  const before = { ...block.before, trials: block.before.trials + trials };
  return { cursor: { ...(cursor as Deciding), block: { ...block, before } }, expanded };
}

/** What waits goes on to the next band, or to its end. All that is before it is trained again: see docs/decisions/0046. */
export async function resumeWaiting(run: Making, stage: Resuming, trialsWanted: number): Promise<boolean> {
  const { store, sweep } = run;
  const { band, rung, next } = stage;
  const further = bandBehind(run, band);
  const { configs, isLast } = await wholeRuns(trialsWanted / rung, (limit) =>
    store.waitingConfigs(sweep.id, { band, limit }),
  );
  const trials = trialsOf(configs, { ...run.trialContext, replicates: rung, until: untilOf(run, further) });
  const behind: Stand =
    further === undefined ? next : { cursor: { race: 'band', band: further, rung, next }, expanded: false };
  const { cursor, expanded } = isLast ? behind : { cursor: stage, expanded: false };
  await run.make(trials, cursor, expanded);
  return true;
}

/**
 * To which band a config trains; undefined: to its end. What others are compared with is never stopped: it trains to its end at once,
 * and does not count for the others.
 */
export function untilOf({ options, space }: Making, band: number | undefined) {
  const compared = comparesWith(options.definition);
  return (config: Values) =>
    band !== undefined && mayOutlast(space, config, band) && !compared(config) ? band : undefined;
}

function wordsOf({ options: { definition }, space }: Making) {
  const { name, goal } = definition.metric;
  return {
    metric: decidedBy(definition, name),
    sign: goal === 'maximize' ? 1 : -1,
    counts: space.milestones === null ? 'steps' : 'epochs',
  } as const;
}

function bandBehind({ options }: Making, band: number): number | undefined {
  const { early } = options.definition;
  return early && bandsOf(early).find((next) => next > band && next <= MOST_STEPS);
}
