import { basename, extname } from 'node:path';
import { type Fault, InputError, parameterNamed } from '@latentsweep/core';
import { brief, Findings, Found, type MapTree, parseYaml, Section } from '@latentsweep/plain-file';
import type { SweepDefinition } from '../port.ts';
import { draws, isGrid, learns } from '../search/method.ts';
import { checkArms } from './arms.ts';
import { checkBaseline, readBaseline } from './baseline.ts';
import { readConstraints } from './constraints.ts';
import { type Folders, readDataset } from './dataset.ts';
import { checkEarlyTerminate, readEarlyTerminate } from './early-terminate.ts';
import { GROUPS } from './groups.ts';
import { DEFAULT_RUN_CAP, type EngineName, engineKey, IGNORED_KEYS, TOP_KEYS } from './keys.ts';
import { checkOneWay } from './layers.ts';
import { checkBounded, checkSize } from './limits.ts';
import { readMetrics } from './metric.ts';
import { notASweep } from './not-a-sweep.ts';
import { checkObjectives } from './objectives.ts';
import { applyOverrides, type Overrides, SWEEP_FILE, TOP_NAMES } from './overrides.ts';
import { readParameters } from './parameters.ts';
import { readPoints } from './points.ts';
import { checkRace, readRace } from './race.ts';
import { withDefaultsOf } from './table-defaults.ts';

export interface ParseOptions {
  /** For messages, and for the name of a sweep without one. */
  readonly path: string;
  readonly overrides?: Overrides;
  /** That a file may name. */
  readonly engines: readonly EngineName[];
  /** The folder that relative paths in the file start from. */
  readonly folder: string;
  /** The folder that a relative `--set dataset.path=…` starts from; `folder` by default. */
  readonly overrideFolder?: string;
}

export interface ParsedSweep {
  readonly definition: SweepDefinition;
  /** The file as it was written, without overrides. */
  readonly source: string;
  /** What is worth saying of a file that is right: keys without effect, defaults that may surprise. */
  readonly notes: readonly Fault[];
}

const MOST_YAML_FAULTS = 5;

/** A sweep file's text as a definition with all defaults. Throws InputError `bad_sweep_file` with all faults at once. */
export function parseSweep(text: string, options: ParseOptions): ParsedSweep {
  const findings = new Findings();
  const folders = { file: options.folder, override: options.overrideFolder ?? options.folder };
  const parsed = parseYaml(text.replace(/^\uFEFF/, ''), findings, SWEEP_FILE);
  const other = notASweep(text, options.path, parsed);
  if (other !== null) throw badSweepFile(options.path, [other]);
  // Where the YAML is broken, most of its faults follow from the first.
  if (parsed === null) throw badSweepFile(options.path, findings.faults.slice(0, MOST_YAML_FAULTS));
  const tree = applyOverrides(parsed, options.overrides ?? {}, findings);
  const map = new Found(tree, '', findings).asMap(SWEEP_FILE.start);
  const definition = map && readDefinition(map, options, folders);
  if (findings.faults.length > 0 || definition === undefined) {
    throw badSweepFile(options.path, findings.faults);
  }
  return { definition, source: text, notes: findings.notes };
}

export function badSweepFile(path: string, faults: readonly Fault[]): InputError {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  return new InputError(
    'bad_sweep_file',
    `${brief(path, 200)} has ${count}.`,
    'Correct the file and run the command again. docs/sweep-file.md describes every key.',
    faults,
  );
}

/** The file's name without its ending, cut to what a name may be. */
function nameFrom(path: string): string {
  const name = basename(path, extname(path)).replaceAll(/\p{Cc}/gu, '');
  return name.slice(0, 128) || 'sweep';
}

function readDefinition(
  file: Found<MapTree>,
  { path, engines }: ParseOptions,
  folders: Folders,
): SweepDefinition | undefined {
  refuseUnknownTopKeys(file);
  const named = { ...TOP_KEYS.name, default: nameFrom(path) };
  const top = new Section(file, { ...TOP_KEYS, name: named, engine: engineKey(engines) });
  const method = top.get('method');
  for (const [key, example] of [
    ['method', 'method: grid'],
    ['parameters', 'parameters: { arm: { values: [oversample, vae_mixing] } }'],
  ] as const) {
    if (!top.under(key)) top.at(key).fault('missing_key', `a sweep needs \`${key}\``, `Add \`${example}\`.`);
  }
  const name = top.get('name');
  const described = top.under('description')?.tree;
  const blank = described?.kind === 'scalar' && described.value === null;
  const description = blank ? null : (top.get('description') ?? null);
  const plain = top.all('replicates', 'seed', 'engine', 'requires');
  const defaults = top.get('defaults');
  const cap = top.get('run_cap') ?? null;
  refuseWithoutCap(method, top);
  const baselines = wantsBaselines(top, method);
  const lag = readLag(top, method);
  const metrics = readMetrics(top, method, plain?.replicates);
  const constraints = readConstraints(top);
  const race = plain && readRace(top, plain.replicates);
  const early = readEarlyTerminate(top);
  const dataset = readDataset(top, folders);
  if (!top.under('dataset')) noteNoDataset(top);
  const swept = top.under('parameters');
  const read = swept ? readParameters(swept, method) : [];
  if (top.findings.faults.length > 0) return undefined;
  const { replicates, seed, engine, requires } = plain!;
  const parameters = withDefaultsOf(dataset!, read, defaults === 'deck');
  checkBounded(parameters, swept!);
  checkOneWay(read, swept!);
  checkArms(read, dataset!, swept!);
  const points = readPoints(top.under('points'), parameters, method);
  const baseline = readBaseline(top.under('baseline'), parameters);
  const definition: SweepDefinition = {
    name: name!,
    description,
    method: method!,
    ...metrics!,
    replicates,
    seed,
    runCap: cap ?? defaultCap(method!, replicates, top),
    ...(draws(method) ? { baselines } : {}),
    ...(points ? { points } : {}),
    ...(baseline ? { baseline } : {}),
    ...(learns(method) ? { lag: lag! } : {}),
    engine,
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

function refuseUnknownTopKeys(file: Found<MapTree>): void {
  const isIgnored = (key: string) => Object.hasOwn(IGNORED_KEYS, key);
  const meant = { ...file.tree, entries: file.tree.entries.filter(({ key }) => !isIgnored(key)) };
  new Found(meant, '', file.findings).refuseUnknown(TOP_NAMES, (key) =>
    parameterNamed.has(key) || GROUPS.has(key) ? 'It is a parameter: put it under `parameters`.' : null,
  );
  for (const [key, value] of file.entries()) {
    if (!isIgnored(key)) continue;
    value.note('ignored_key', `\`${key}\` has no effect here`, IGNORED_KEYS[key]!, value.keyAt);
  }
}

/** A grid has the arms that it lists; a random search compares each draw with its own baseline. */
function wantsBaselines(top: Section<typeof TOP_KEYS>, method: string | undefined): boolean {
  const wanted = top.get('baselines');
  const found = top.under('baselines');
  if (draws(method)) return wanted !== false;
  if (found && wanted) {
    const message = '`baselines` has no effect in a grid';
    found.note('ignored_key', message, 'List oversample among the values of `arm`.', found.keyAt);
  }
  return false;
}

function readLag(top: Section<typeof TOP_KEYS>, method: string | undefined): number | undefined {
  const found = top.under('lag');
  if (found && !learns(method)) {
    const message = `\`lag\` has no effect in a ${method} search`;
    found.note('ignored_key', message, 'It is for `method: bayes`, which learns.', found.keyAt);
  }
  return top.get('lag');
}

/** A search that learns would go on for ever, and nobody can say what the hundred trials of a default are good for. */
function refuseWithoutCap(method: string | undefined, top: Found): void {
  if (!learns(method) || top.under('run_cap')) return;
  const message = `a ${method} search needs \`run_cap\`, the most trials that it may run`;
  top.at('run_cap').fault('missing_key', message, 'Add `run_cap: 300`, or as many as there is time for.');
}

/** A search that draws goes on for ever without a cap; W&B's does, until somebody stops it. */
function defaultCap(method: string, replicates: number, top: Found): number | null {
  if (isGrid(method)) return null;
  const cap = Math.max(DEFAULT_RUN_CAP, replicates);
  const message = `a ${method} search without \`run_cap\` ends after ${cap} trials`;
  top.at('run_cap').note('default_run_cap', message, 'Set `run_cap` for more or fewer.');
  return cap;
}

/** A file of W&B's names none: its program reads the data. */
function noteNoDataset(top: Found): void {
  const message = 'the file has no `dataset`, so its trials are trained on simulated rows';
  const hint =
    'Write `dataset: { path: …, target: … }` for a table, or `dataset: { kind: simulated }` if that is meant.';
  top.at('dataset').note('default_dataset', message, hint);
}
