import { parameterNamed } from '@latentsweep/core';
import type { SweepDefinition } from '../port.ts';
import { draws } from '../search/method.ts';
import { checkArms } from './arms.ts';
import { checkBaseline, readBaseline } from './baseline.ts';
import { readConstraints } from './constraints.ts';
import { type Folders, readDataset } from './dataset.ts';
import { checkEarlyTerminate, readEarlyTerminate } from './early-terminate.ts';
import { GROUPS } from './groups.ts';
import { IGNORED_KEYS } from './keys.ts';
import { checkOneWay } from './layers.ts';
import { checkBounded, checkSize } from './limits.ts';
import { readMetrics } from './metric.ts';
import { checkObjectives } from './objectives.ts';
import { TOP_NAMES } from './overrides.ts';
import { readParameters } from './parameters.ts';
import { readPoints } from './points.ts';
import { checkRace, readRace } from './race.ts';
import { withDefaultsOf } from './table-defaults.ts';
import { readTop, refuseUnknownTop, type Top, wholeTop } from './top.ts';

/** A sweep of trials that are built in. Undefined with faults. */
export function readBuiltIn(top: Top, folders: Folders): SweepDefinition | undefined {
  refuseUnknownTop(top, TOP_NAMES, IGNORED_KEYS, (key) =>
    parameterNamed.has(key) || GROUPS.has(key) ? 'It is a parameter: put it under `parameters`.' : null,
  );
  const given = readTop(top, 'arm: { values: [oversample, vae_mixing] }');
  const { method } = given;
  const replicates = given.plain?.replicates;
  const engine = top.get('engine');
  const defaults = top.get('defaults');
  const baselines = wantsBaselines(top, method);
  const metrics = readMetrics(top, method, replicates);
  const constraints = readConstraints(top);
  const race = replicates === undefined ? null : readRace(top, replicates);
  const early = readEarlyTerminate(top);
  const dataset = readDataset(top, folders);
  if (!top.under('dataset')) noteNoDataset(top);
  const swept = top.under('parameters');
  const read = swept ? readParameters(swept, method) : [];
  if (top.findings.faults.length > 0) return undefined;
  const parameters = withDefaultsOf(dataset!, read, defaults === 'deck');
  checkBounded(parameters, swept!);
  checkOneWay(read, swept!);
  checkArms(read, dataset!, swept!);
  const points = readPoints(top.under('points'), parameters, method);
  const baseline = readBaseline(top.under('baseline'), parameters);
  const { name, description, seed, runCap, requires, ...rest } = wholeTop(given, top);
  const definition: SweepDefinition = {
    name,
    description,
    method: rest.method,
    ...metrics!,
    replicates: rest.replicates,
    seed,
    runCap,
    ...(draws(method) ? { baselines } : {}),
    ...(points ? { points } : {}),
    ...(baseline ? { baseline } : {}),
    ...rest.learning,
    engine: engine!,
    requires,
    dataset: dataset!,
    ...(constraints ? { constraints } : {}),
    ...(race ? { race } : {}),
    ...(early ? { early } : {}),
    parameters,
  };
  checkSize(definition, top);
  if (top.findings.faults.length === 0) checkRace(definition, top);
  if (top.findings.faults.length === 0) checkEarlyTerminate(definition, top);
  checkObjectives(definition, top);
  if (top.findings.faults.length === 0) checkBaseline(definition, top);
  return definition;
}

/** A grid has the arms that it lists; a random search compares each draw with its own baseline. */
function wantsBaselines(top: Top, method: string | undefined): boolean {
  const wanted = top.get('baselines');
  const found = top.under('baselines');
  if (draws(method)) return wanted !== false;
  if (found && wanted) {
    const message = '`baselines` has no effect in a grid';
    found.note('ignored_key', message, 'List oversample among the values of `arm`.', found.keyAt);
  }
  return false;
}

/** A file of W&B's names none: its program reads the data. */
function noteNoDataset(top: Top): void {
  const message = 'the file has no `dataset`, so its trials are trained on simulated rows';
  const hint =
    'Write `dataset: { path: …, target: … }` for a table, or `dataset: { kind: simulated }` if that is meant.';
  top.at('dataset').note('default_dataset', message, hint);
}
