import { labelOf } from '@latentsweep/core';
import type { SweepDefinition } from '../../port.ts';
import { draws } from '../../search/method.ts';
import { checkBaseline, readBaseline } from '../baseline.ts';
import type { Folders } from '../dataset.ts';
import { checkEarlyTerminate, readEarlyTerminate } from '../early-terminate.ts';
import { checkSize } from '../limits.ts';
import { checkObjectives } from '../objectives.ts';
import { TOP_NAMES } from '../overrides.ts';
import { readPoints } from '../points.ts';
import { checkRace, readRace } from '../race.ts';
import { readTop, refuseUnknownTop, type Top, wholeTop } from '../top.ts';
import { OF_PROGRAM } from './catalogue.ts';
import { PROGRAM_IGNORED } from './keys.ts';
import { readProgramMetrics } from './metrics.ts';
import { readProgramParameters } from './parameters.ts';
import { readProgram } from './program.ts';
import { asks } from './sign.ts';

/** A sweep of a program of the user's own. `sign`: by what it is known. Undefined with faults. */
export function readProgramSweep(top: Top, folders: Folders, sign: string): SweepDefinition | undefined {
  if (asks(top.tree)) noteAsked(top);
  else noteProgram(top, sign);
  const names = TOP_NAMES.filter((key) => key !== 'dataset' && !Object.hasOwn(PROGRAM_IGNORED, key));
  refuseUnknownTop(
    top,
    [...names, 'program', 'command', 'config', 'reports', 'ask'],
    PROGRAM_IGNORED,
    () => null,
  );
  const given = readTop(top, 'lr: { values: [0.1, 0.01] }');
  const { method } = given;
  const replicates = given.plain?.replicates;
  refuseUnlike(top);
  const program = readProgram(top, folders);
  const metrics = readProgramMetrics(top, method, replicates);
  const race = replicates === undefined ? null : readRace(top, replicates);
  const early = readEarlyTerminate(top);
  const swept = top.under('parameters');
  const parameters = swept ? readProgramParameters(swept, method) : [];
  if (top.findings.faults.length > 0) return undefined;
  const points = readPoints(top.under('points'), parameters, method, OF_PROGRAM);
  const baseline = readBaseline(top.under('baseline'), parameters, OF_PROGRAM);
  if (top.findings.faults.length > 0) return undefined;
  const { name, description, seed, runCap, requires, ...rest } = wholeTop(given, top);
  const { ranked, constraints, reported } = metrics!;
  const definition: SweepDefinition = {
    name,
    description,
    method: rest.method,
    ...ranked,
    replicates: rest.replicates,
    seed,
    runCap,
    ...(draws(method) ? { baselines: false } : {}),
    ...(points ? { points } : {}),
    ...(baseline ? { baseline } : {}),
    ...rest.learning,
    engine: 'program',
    // Who has not declared it gets none of its jobs.
    requires: program!.asked ? [] : [...requires, labelOf(program!.name)].sort(),
    dataset: { kind: 'program', ...program!, metrics: reported },
    ...(constraints ? { constraints } : {}),
    ...(race ? { race } : {}),
    ...(early ? { early } : {}),
    parameters,
  };
  checkSize(definition, top);
  if (top.findings.faults.length === 0) checkRace(definition, top);
  if (top.findings.faults.length === 0) checkEarlyOfProgram(definition, top);
  checkObjectives(definition, top);
  if (top.findings.faults.length === 0) checkBaseline(definition, top);
  return definition;
}

/** The first line of what is said: which of the two kinds of sweeps it is was not written, but found. */
function noteProgram(top: Top, sign: string): void {
  const named = ['program', 'command'].find((key) => top.under(key))!;
  const found = top.under(named)!;
  const what = found.tree.kind === 'scalar' ? `the program ${found.tree.source}` : 'its `command`';
  const message = `this is a sweep of ${what}: ${sign}`;
  const hint = 'For built-in trials, give it a `dataset` and parameters of docs/parameters.md alone.';
  found.note('program_sweep', message, hint, found.keyAt);
}

/** A program is stopped at what it reports while it runs. */
function checkEarlyOfProgram(definition: SweepDefinition, top: Top): void {
  checkEarlyTerminate(definition, top);
  const { early, dataset } = definition;
  if (!early || dataset.kind !== 'program') return;
  const found = top.at('early_terminate');
  if (dataset.asked) {
    const asked = 'whoever asks for a trial ends it: `early_terminate` could stop none';
    found.fault('early_without_steps', asked, 'Remove it, or leave out `ask`.');
  }
  if (dataset.reports === undefined) return;
  const message = `early termination looks at reports while a program runs, and with \`reports: ${dataset.reports}\` they are read at its end`;
  const hint = 'Have it print lines of JSON with a `step`, or remove `early_terminate`.';
  found.fault('early_without_steps', message, hint);
}

function noteAsked(top: Top): void {
  const message = 'the trials of this sweep are for whoever asks: it has `ask: true`';
  const hint = '`sweep ask FILE` gives them out, `sweep tell` takes their results: docs/ask-tell.md.';
  top.at('ask').note('asked_sweep', message, hint, top.under('ask')!.keyAt);
  if (!top.under('requires')) return;
  const none = '`requires` has no effect: no worker runs the trials';
  top.at('requires').note('ignored_key', none, 'Remove it.', top.under('requires')!.keyAt);
}

/** What is decided inside of built-in trials. */
function refuseUnlike(top: Top): void {
  if (top.get('baselines')) {
    const message = 'a program has no baseline that could be tried beside each draw';
    const hint = 'Remove it, and name configs to compare with by `baseline` and `points`.';
    top.at('baselines').fault('baselines_of_program', message, hint);
  }
}
