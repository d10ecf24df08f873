import {
  asRead,
  type ResolvedDataset,
  resolveDataset,
  type SweepDefinition,
  storedDefinition,
} from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import type { Context } from '../context.ts';
import { printable } from '../format/text.ts';
import { newestOfName } from './newest-of-name.ts';
import { ruleOfName } from './rule.ts';

interface Read {
  readonly definition: SweepDefinition;
  readonly dataset: ResolvedDataset;
}

/**
 * The data of a file as they are read today; or, where the newest sweep of its name began with an older version that
 * read just these data otherwise, as then, which is said. Throws what `resolveDataset` throws.
 */
export async function readAsItBegan(context: Context, definition: SweepDefinition): Promise<Read> {
  const now = await read(context, definition);
  const before = await asBegun(context, definition, now instanceof InputError ? null : now.dataset);
  if (before) return before;
  if (now instanceof InputError) throw now;
  return now;
}

async function asBegun(
  context: Context,
  definition: SweepDefinition,
  now: ResolvedDataset | null,
): Promise<Read | null> {
  if (definition.dataset.kind !== 'table' || !context.hasStore()) return null;
  const earlier = await newestOfName(await context.store(), definition.name);
  if (!earlier || earlier.datasetFingerprint === now?.fingerprint) return null;
  const dataset = asRead(definition.dataset, storedDefinition(earlier).dataset);
  if (dataset === null) return null;
  const before = await read(context, { ...definition, dataset });
  if (before instanceof InputError || before.dataset.fingerprint !== earlier.datasetFingerprint) return null;
  context.note(
    `${printable(definition.name)} began with an older version, and its table goes on to be read as then. ` +
      'Under another `name` it is read as tables are today: `sweep validate` says how.',
  );
  return before;
}

async function read(context: Context, definition: SweepDefinition): Promise<Read | InputError> {
  const chooseRule = ruleOfName(context, definition.name);
  try {
    const dataset = await resolveDataset(definition.dataset, { sweepSeed: definition.seed, chooseRule });
    return { definition, dataset };
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}
