import { basename, extname } from 'node:path';
import { type Fault, InputError, MEASURES, measureNamed, parameterNamed } from '@latentsweep/core';
import {
  brief,
  expectMap,
  Findings,
  type MapTree,
  openSection,
  type Place,
  parseYaml,
  refuseUnknown,
  Section,
} from '@latentsweep/plain-file';
import type { DatasetDefinition, SweepDefinition, SweptParameter } from '../port.ts';
import { draws, isGrid } from '../search/method.ts';
import { type Folders, readDataset } from './dataset.ts';
import { checkEarlyTerminate } from './early-terminate.ts';
import { DEFAULT_RUN_CAP, type EngineName, engineKey, IGNORED_KEYS, METRIC_KEYS, TOP_KEYS } from './keys.ts';
import { checkBounded, checkSize } from './limits.ts';
import { notASweep } from './not-a-sweep.ts';
import { applyOverrides, type Overrides, SWEEP_FILE, TOP_NAMES } from './overrides.ts';
import { GROUPS, readParameters } from './parameters.ts';

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
  const map = expectMap(tree, '', findings, SWEEP_FILE.start);
  const about = { defaultName: nameFrom(options.path), engines: options.engines, folders };
  const definition = map && readDefinition(map, about, findings);
  if (findings.faults.length > 0 || definition === null) {
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
  return (
    basename(path, extname(path))
      .replaceAll(/\p{Cc}/gu, '')
      .slice(0, 128) || 'sweep'
  );
}

interface About {
  readonly defaultName: string;
  readonly engines: readonly EngineName[];
  readonly folders: Folders;
}

function readDefinition(
  map: MapTree,
  { defaultName, engines, folders }: About,
  findings: Findings,
): SweepDefinition | null {
  refuseUnknownTopKeys(map, findings);
  const top = new Section(map, '', { ...TOP_KEYS, engine: engineKey(engines) }, findings);
  const method = top.get('method');
  for (const [key, example] of [
    ['method', 'method: grid'],
    ['parameters', 'parameters: { arm: { values: [oversample, vae_mixing] } }'],
  ] as const) {
    if (!top.entry(key)) top.fault('missing_key', key, `a sweep needs \`${key}\``, `Add \`${example}\`.`);
  }
  const name = top.entry('name') ? top.get('name') : defaultName;
  const described = top.entry('description')?.value;
  const blank = described === undefined || (described.kind === 'scalar' && described.value === null);
  const description = blank ? null : top.get('description');
  const replicates = top.get('replicates');
  const seed = top.get('seed');
  const engine = top.get('engine');
  const requires = top.get('requires');
  const cap = top.get('run_cap') ?? null;
  const baselines = wantsBaselines(top, method, findings);
  const metric = readMetric(top, findings);
  const dataset = readDataset(top.entry('dataset')?.value, folders, findings);
  if (!top.entry('dataset')) noteNoDataset(map.at, findings);
  const entry = top.entry('parameters');
  const read = entry ? readParameters(entry.value, method, findings) : [];
  if (findings.faults.length > 0) return null;
  const parameters = withTableDefaults(read, dataset!);
  checkBounded(parameters, entry!.value.at, findings);
  const definition: SweepDefinition = {
    name: name!,
    description: description!,
    method: method!,
    metric: metric!,
    replicates: replicates!,
    seed: seed!,
    runCap: cap ?? defaultCap(method!, replicates!, map.at, findings),
    ...(draws(method) ? { baselines } : {}),
    engine: engine!,
    requires: requires!,
    dataset: dataset!,
    parameters,
  };
  checkSize(definition, top.entry('run_cap')?.value.at ?? entry!.value.at, findings);
  return definition;
}

function refuseUnknownTopKeys(map: MapTree, findings: Findings): void {
  const meant: MapTree = {
    ...map,
    entries: map.entries.filter(({ key }) => !Object.hasOwn(IGNORED_KEYS, key)),
  };
  refuseUnknown(meant, '', TOP_NAMES, findings, ({ key }) =>
    parameterNamed.has(key) || GROUPS.has(key) ? 'It is a parameter: put it under `parameters`.' : null,
  );
  for (const entry of map.entries) {
    const { key, at } = entry;
    if (!Object.hasOwn(IGNORED_KEYS, key)) continue;
    if (key === 'early_terminate') checkEarlyTerminate(entry, findings);
    findings.note('ignored_key', key, at, `\`${key}\` has no effect here`, IGNORED_KEYS[key]!);
  }
}

/** A grid has the arms that it lists; a random search compares each draw with its own baseline. */
function wantsBaselines(
  top: Section<typeof TOP_KEYS>,
  method: string | undefined,
  findings: Findings,
): boolean {
  const wanted = top.get('baselines');
  const entry = top.entry('baselines');
  if (draws(method)) return wanted !== false;
  if (entry && wanted) {
    const message = '`baselines` has no effect in a grid';
    const hint = 'List oversample among the values of `arm`.';
    findings.note('ignored_key', 'baselines', entry.at, message, hint);
  }
  return false;
}

/** A random search goes on for ever without a cap; W&B's does, until somebody stops it. */
function defaultCap(method: string, replicates: number, at: Place, findings: Findings): number | null {
  if (isGrid(method)) return null;
  const cap = Math.max(DEFAULT_RUN_CAP, replicates);
  const message = `a random search without \`run_cap\` ends after ${cap} trials`;
  findings.note('default_run_cap', 'run_cap', at, message, 'Set `run_cap` for more or fewer.');
  return cap;
}

/** A file of W&B's names none: its program reads the data. */
function noteNoDataset(at: Place, findings: Findings): void {
  const message = 'the file has no `dataset`, so its trials are trained on simulated rows';
  const hint =
    'Write `dataset: { path: …, target: … }` for a table, or `dataset: { kind: simulated }` if that is meant.';
  findings.note('default_dataset', 'dataset', at, message, hint);
}

/** Real tables are imbalanced as they are: nothing is cut unless the file says so. */
function withTableDefaults(
  parameters: readonly SweptParameter[],
  dataset: DatasetDefinition,
): readonly SweptParameter[] {
  if (dataset.kind !== 'table' || parameters.some(({ name }) => name === 'minority_rate')) return parameters;
  return [...parameters, { name: 'minority_rate', distribution: { kind: 'constant', value: 1 } }];
}

/** They are checked, so that a slip is not found when they have an effect. */
function noteUnusedMetricKeys(section: Section<typeof METRIC_KEYS>, findings: Findings): void {
  const unused = [
    ['target', 'The sweep runs to its end.'],
    ['impute', 'It is for searches that learn.'],
    ['impute_while_running', 'It is for searches that learn.'],
  ] as const;
  for (const [key, hint] of unused) {
    const entry = section.entry(key);
    if (!entry || section.get(key) === undefined) continue;
    findings.note('ignored_key', `metric.${key}`, entry.at, `\`${key}\` has no effect yet`, hint);
  }
}

function readMetric(top: Section, findings: Findings): SweepDefinition['metric'] | null {
  const hint = 'Write `metric: { name: test_accuracy, goal: maximize }`.';
  const section = openSection(top.entry('metric'), 'metric', METRIC_KEYS, findings, hint);
  if (section === null) return null;
  const named = section.entry('name')?.value;
  if (
    named?.kind === 'scalar' &&
    MEASURES.some(({ base, split }) => base === named.value && split === 'test')
  ) {
    const either = `Use test_${named.source} or val_${named.source}.`;
    section.fault('unknown_value', 'name', `\`${named.source}\` is measured on two splits`, either);
    return null;
  }
  const name = section.get('name');
  noteUnusedMetricKeys(section, findings);
  const goal = section.get('goal');
  if (name === undefined) return null;
  const natural = measureNamed.get(name)?.better === 'lower' ? 'minimize' : 'maximize';
  const goalEntry = section.entry('goal');
  if (goalEntry === undefined) return { name, goal: natural };
  if (goal === undefined) return null;
  if (goal !== natural) {
    const message = `${name} is better when it is ${natural === 'minimize' ? 'smaller' : 'larger'}, but the goal is ${goal}`;
    findings.note(
      'unusual_goal',
      'metric.goal',
      goalEntry.value.at,
      message,
      `Was \`goal: ${natural}\` meant?`,
    );
  }
  return { name, goal };
}
