import { type ConfigSpace, isTied, lengthOf, type RaceDecision, type Racer, race } from '@latentsweep/core';
import type { NewTrial, RacedConfig } from '@latentsweep/store';
import { comparesWith, raceRules, rulesInBlock } from '../plan/race.ts';
import { looksOf, spendUpTo } from '../plan/spend.ts';
import { trialsOf } from '../plan/trials.ts';
import type { Making } from './making.ts';
import { behind, type Deciding, type Extending, nextRung, type RaceStage } from './race-stage.ts';
import { wholeRuns } from './whole-runs.ts';

/**
 * Decides which configs get more replicates, once all have those of the rung. What is decided follows from the rows alone, and
 * is kept in the transaction that moves the sweep on: whoever comes after a coordinator that died decides the same.
 */
export async function decideRung(run: Making, stage: Deciding): Promise<boolean> {
  const { rung, block } = stage;
  const { sweep, store, options } = run;
  const { definition } = options;
  const configs = await store.racedConfigs(sweep.id, block?.from ?? 0);
  if (configs === null) return false;
  if (block && configs.length === 0) {
    // All that was proposed had been before, or all of it was dropped at an earlier rung.
    await goOn(run, [], behind(block, stage.most ?? block.before.trials));
    return true;
  }
  const incumbent = block ? await store.incumbent(sweep.id, block.from) : null;
  const racers = configs.map(racerOf(run.space, comparesWith(definition)));
  const rules = raceRules(definition);
  const decisions = race(
    incumbent ? [...racers, besides(incumbent, rung)] : racers,
    block ? rulesInBlock(rules, block.before.runs, racers.length) : rules,
  ).slice(0, racers.length);
  const dropped = decisions.filter(({ kept }) => !kept).length;
  const left = racers.filter(({ comparator }, i) => !comparator && decisions[i]!.kept);
  const runs = new Set(left.map((racer) => racer.run)).size;
  const cursor = extending(run, block ? { ...stage, block: { ...block, runs } } : stage, decisions);
  await store.decideRung(sweep.id, rung, decisions, cursor, run.owner);
  run.sweep = { ...run.sweep, cursor };
  // There may be a block for each few configs.
  if (!block || dropped > 0)
    options.onRung({ rung, epochs: null, kept: decisions.length - dropped, dropped });
  return true;
}

const racerOf =
  (space: ConfigSpace, compared: (config: RacedConfig['config']) => boolean) =>
  ({ config, configHash, runHash, values, breaks }: RacedConfig): Racer => ({
    ...{ hash: configHash, run: runHash, values, breaks },
    epochs: lengthOf(space, config),
    comparator: compared(config),
  });

/** The best of earlier blocks, with which others are compared by the replicates that they have. It is a run of its own. */
function besides({ configHash, values }: RacedConfig, rung: number): Racer {
  return { hash: configHash, run: configHash, epochs: 1, comparator: true, values: values.slice(0, rung) };
}

/** What comes behind a decision. */
function extending(
  { sweep, options }: Making,
  stage: Deciding,
  decisions: readonly RaceDecision[],
): Extending {
  const { rung, block } = stage;
  const { definition } = options;
  const { replicates } = sweep;
  const alive = decisions.filter(({ kept }) => kept).length;
  const all = (block?.before.trials ?? 0) + decisions.length * replicates;
  const most = (stage.most ?? all) - (decisions.length - alive) * Math.max(0, replicates - rung);
  const planned = definition.race?.spend ? (stage.planned ?? all) : undefined;
  const goesOn = {
    race: 'extend',
    from: rung,
    after: '',
    ...(planned === undefined ? {} : { planned }),
    ...(block ? { block } : {}),
  } as const;
  if (rung < replicates || planned === undefined) return { ...goesOn, to: nextRung(definition, rung), most };
  const tied = decisions.filter(isTied).length;
  const to = spendUpTo({ rung, left: planned - most, alive, tied });
  return { ...goesOn, to, most: most + alive * (to - rung) };
}

/** The next replicates of those that are left, run by run, so that milestones of one stay together. */
export async function extendAlive(run: Making, stage: Extending, trialsWanted: number): Promise<boolean> {
  const { store, sweep } = run;
  const { from, to, after, most, planned, block } = stage;
  if (to === from) {
    await run.make([], stage, true);
    return true;
  }
  const { configs, isLast } = await wholeRuns(trialsWanted / (to - from), (limit) =>
    store.aliveConfigs(sweep.id, { from: block?.from ?? 0, after, limit }),
  );
  const trials = trialsOf(configs, { ...run.trialContext, made: from, replicates: to });
  const last = configs.at(-1)?.runHash ?? after;
  if (!isLast) await run.make(trials, { ...stage, after: last }, false);
  else if (!decidesAt(run, stage)) await goOn(run, trials, block ? behind(block, most) : null);
  else {
    const more = { ...(planned === undefined ? {} : { planned }), ...(block ? { block } : {}) };
    await run.make(trials, { race: 'decide', rung: to, most, ...more }, false);
  }
  return true;
}

/** Makes the last rows of a race, with what comes behind it; null: nothing. */
function goOn(run: Making, trials: readonly NewTrial[], next: RaceStage | null): Promise<void> {
  return run.make(trials, next ?? (run.sweep.cursor as RaceStage), next === null);
}

/** Whether anything is left to decide when they have their replicates. */
function decidesAt({ sweep, options }: Making, { to, most, planned }: Extending): boolean {
  if (to >= sweep.replicates && most >= (planned ?? most)) return false;
  return looksOf(options.definition).includes(to);
}
