import type { RunOutcome } from '@latentsweep/coordinator';
import { PROGRAMS } from '@latentsweep/worker';
import { refuseNotAsked } from '../ask/refuse.ts';
import type { Onlooker } from '../onlooker.ts';
import { startTeam } from '../run/team.ts';
import { type Training, train } from '../run/train.ts';
import { functionRunner, type Objective } from './function-runner.ts';

export interface Calling {
  readonly objective: Objective;
  /** Calls at a time. */
  readonly slots: number;
  /** Of latentsweep, for displays. */
  readonly version: string;
}

/**
 * Runs what is missing of a sweep whose trials are asked for, by calling a function here. Nobody else is given trials meanwhile, and
 * those that are out run again. Throws InputError `not_asked`, `sweep_already_runs`.
 */
export async function runFunction(
  training: Training,
  { objective, slots, version }: Calling,
  onlooker: Onlooker,
): Promise<RunOutcome> {
  const { name } = refuseNotAsked(training.sweep, training.definition);
  const team = await startTeam({
    ...{ slots, version, cohort: 1, labels: [], engine: { kind: PROGRAMS.id.kind } },
    runners: new Map([[name, functionRunner(objective)]]),
  });
  try {
    return await train(training, team, onlooker);
  } finally {
    await team.stop();
  }
}
