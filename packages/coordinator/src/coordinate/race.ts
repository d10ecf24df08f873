import { race } from '@latentsweep/core';
import { comparesWith, raceRules } from '../plan/race.ts';
import { trialsOf } from '../plan/trials.ts';
import type { Deciding, Extending } from './race-stage.ts';
import { nextRung } from './race-stage.ts';
import type { Run } from './run.ts';

/**
 * Decides which configs get more replicates, once all have those of the rung. What is decided follows from the rows alone, and
 * is kept in the transaction that moves the sweep on: whoever comes after a coordinator that died decides the same.
 */
export async function decideRung(run: Run, { rung, most }: Deciding): Promise<boolean> {
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
  const { replicates } = sweep;
  const cursor: Extending = {
    ...{ race: 'extend', from: rung, to: nextRung(definition, rung), after: '' },
    most: (most ?? configs.length * replicates) - dropped * (replicates - rung),
  };
  await store.decideRung(sweep.id, rung, decisions, cursor, run.owner);
  run.sweep = { ...run.sweep, cursor };
  options.onRung({ rung, kept: decisions.length - dropped, dropped });
  return true;
}

/** The next replicates of those that are left, run by run, so that milestones of one stay together. */
export async function extendAlive(run: Run, stage: Extending, trialsWanted: number): Promise<boolean> {
  const { store, sweep } = run;
  const { from, to, after, most } = stage;
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
  else if (to === sweep.replicates) await run.make(trials, { ...stage, after: last }, true);
  else await run.make(trials, { race: 'decide', rung: to, most }, false);
  return true;
}

/** More than a run has milestones, as a rule. */
const LEAST_AT_ONCE = 100;
