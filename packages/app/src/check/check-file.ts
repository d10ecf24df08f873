import {
  type Overrides,
  type ParsedSweep,
  parseSweep,
  type ResolvedDataset,
  readSweepFile,
} from '@latentsweep/coordinator';
import type { EngineKind } from '@latentsweep/core';
import { shapeOfData } from '../plan/data-shape.ts';
import type { LocalProgram } from '../program/local.ts';
import { readAsItBegan } from './as-read.ts';
import { checkLayers } from './layers.ts';
import type { Earlier } from './rule.ts';

export interface CheckedFile extends ParsedSweep {
  readonly dataset: ResolvedDataset;
  /** What runs its trials here, where they are those of a program and no bus takes them elsewhere. */
  readonly program?: LocalProgram;
}

/**
 * Reads the file and its data. All that can be wrong with them is found here, before anything runs: throws InputError
 * with all faults. A file whose sweep began with an older version goes by the rules of that one.
 */
export async function checkFile(
  file: string,
  options: { readonly overrides: Overrides; readonly engines: readonly EngineKind[] },
  earlier: Earlier,
): Promise<CheckedFile> {
  return withData(await readSweepFile(file, options), earlier);
}

/** The same of a text that is in no file: relative paths in it start from `folder`. */
export async function checkText(
  text: string,
  options: { readonly folder: string; readonly engines: readonly EngineKind[] },
  earlier: Earlier,
): Promise<CheckedFile> {
  return withData(parseSweep(text, { ...options, path: 'the sweep file' }), earlier);
}

async function withData(parsed: ParsedSweep, earlier: Earlier): Promise<CheckedFile> {
  for (const note of parsed.notes) earlier.say(note);
  const { definition, dataset } = await readAsItBegan(earlier, parsed.definition);
  for (const note of dataset.notes) earlier.say(note);
  if (definition.dataset.kind !== 'program')
    checkLayers(definition, shapeOfData(definition.dataset, dataset));
  return { ...parsed, definition, dataset };
}
