import { type Fault, InputError } from '@latentsweep/core';
import { brief, Findings, Found, type MapTree, parseYaml } from '@latentsweep/plain-file';
import type { SweepDefinition } from '../port.ts';
import { readBuiltIn } from './built-in.ts';
import type { Folders } from './dataset.ts';
import type { EngineName } from './keys.ts';
import { notASweep } from './not-a-sweep.ts';
import { applyOverrides, type Overrides, SWEEP_FILE } from './overrides.ts';
import { readProgramSweep } from './program/read.ts';
import { signOfProgram } from './program/sign.ts';
import { openTop } from './top.ts';

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

function readDefinition(
  file: Found<MapTree>,
  { path, engines }: ParseOptions,
  folders: Folders,
): SweepDefinition | undefined {
  const top = openTop(file, path, engines);
  const sign = signOfProgram(file.tree);
  return sign === null ? readBuiltIn(top, folders) : readProgramSweep(top, folders, sign);
}
