import { isTied, type RaceDecision, race } from '@latentsweep/core';
import { comparesWith, raceRules } from '../plan/race.ts';
import { looksOf, spendUpTo } from '../plan/spend.ts';
import { trialsOf } from '../plan/trials.ts';
import type { Deciding, Extending } from './race-stage.ts';
import { nextRung } from './race-stage.ts';
import type { Run } from './run.ts';

/**
 * Decides which configs get more replicates, once all have those of the rung. What is decided follows from the rows alone, and
 * is kept in the transaction that moves the sweep on: whoever comes after a coordinator that died decides the same.
 */
export async function decideRung(run: Run, stage: Deciding): Promise<boolean> {
  const { rung } = stage;
  const { sweep, store, options } = run;
  const { definition } = options;
  const configs = await store.racedConfigs(sweep.id);
  if (configs === null) return false;
  const compared = comparesWith(definition);
  const decisions = race(
    configs.map(({ config, configHash, runHash, values }) => ({
      ...{ hash: configHash, run: runHash, values },
      epochs: Number(config['epochs'] ?? 1),
      comparator: compared(config),
    })),
    raceRules(definition),
  );
  const dropped = decisions.filter(({ kept }) => !kept).length;
  const cursor = extending(run, stage, decisions);
  await store.decideRung(sweep.id, rung, decisions, cursor, run.owner);
  run.sweep = { ...run.sweep, cursor };
  options.onRung({ rung, kept: decisions.length - dropped, dropped });
  return true;
}

/** What comes behind a decision. */
function extending({ sweep, options }: Run, stage: Deciding, decisions: readonly RaceDecision[]): Extending {
  const { rung } = stage;
  const { definition } = options;
  const { replicates } = sweep;
  const alive = decisions.filter(({ kept }) => kept).length;
  const all = decisions.length * replicates;
  const most = (stage.most ?? all) - (decisions.length - alive) * Math.max(0, replicates - rung);
  const planned = definition.race?.spend ? (stage.planned ?? all) : undefined;
  const goesOn = {
    race: 'extend',
    from: rung,
    after: '',
    ...(planned === undefined ? {} : { planned }),
  } as const;
  if (rung < replicates || planned === undefined) return { ...goesOn, to: nextRung(definition, rung), most };
  const tied = decisions.filter(isTied).length;
  const to = spendUpTo({ rung, left: planned - most, alive, tied });
  return { ...goesOn, to, most: most + alive * (to - rung) };
}

/** The next replicates of those that are left, run by run, so that milestones of one stay together. */
export async function extendAlive(run: Run, stage: Extending, trialsWanted: number): Promise<boolean> {
  const { store, sweep } = run;
  const { from, to, after, most, planned } = stage;
  if (to === from) {
    await run.make([], stage, true);
    return true;
  }
  const limit = Math.max(LEAST_AT_ONCE, Math.ceil(trialsWanted / (to - from)));
  const found = await store.aliveConfigs(sweep.id, { after, limit });
  const isLast = found.length < limit;
  // The last run may go on behind the limit.
  const cut = found.at(-1)?.runHash;
  const whole = isLast ? found : found.filter(({ runHash }) => runHash !== cut);
  const configs = whole.length === 0 ? found : whole;
  const trials = trialsOf(configs, { ...run.trialContext, made: from, replicates: to });
  const last = configs.at(-1)?.runHash ?? after;
  if (!isLast) await run.make(trials, { ...stage, after: last }, false);
  else if (!decidesAt(run, stage)) await run.make(trials, { ...stage, after: last }, true);
  else {
    const spending = planned === undefined ? {} : { planned };
    await run.make(trials, { race: 'decide', rung: to, most, ...spending }, false);
  }
  return true;
}

/** Whether anything is left to decide when they have their replicates. */
function decidesAt({ sweep, options }: Run, { to, most, planned }: Extending): boolean {
  if (to >= sweep.replicates && most >= (planned ?? most)) return false;
  return looksOf(options.definition).includes(to);
}

/** More than a run has milestones, as a rule. */
const LEAST_AT_ONCE = 100;
