import {
  asRead,
  type ResolvedDataset,
  resolveDataset,
  type SweepDefinition,
  storedDefinition,
} from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import { newestOfName } from './newest-of-name.ts';
import { type Earlier, ruleOfName } from './rule.ts';

interface Read {
  readonly definition: SweepDefinition;
  readonly dataset: ResolvedDataset;
}

/**
 * The data of a file as they are read today; or, where the newest sweep of its name began with an older version that
 * read just these data otherwise, as then, which is said. Throws what `resolveDataset` throws.
 */
export async function readAsItBegan(earlier: Earlier, definition: SweepDefinition): Promise<Read> {
  const now = await read(earlier, definition);
  const before = await asBegun(earlier, definition, now instanceof InputError ? null : now.dataset);
  if (before) return before;
  if (now instanceof InputError) throw now;
  return now;
}

async function asBegun(
  earlier: Earlier,
  definition: SweepDefinition,
  now: ResolvedDataset | null,
): Promise<Read | null> {
  const store = definition.dataset.kind === 'table' ? await earlier.store() : null;
  const sweep = store && (await newestOfName(store, definition.name));
  if (!sweep || sweep.datasetFingerprint === now?.fingerprint) return null;
  const dataset = asRead(definition.dataset, storedDefinition(sweep).dataset);
  if (dataset === null) return null;
  const before = await read(earlier, { ...definition, dataset });
  if (before instanceof InputError || before.dataset.fingerprint !== sweep.datasetFingerprint) return null;
  earlier.say({
    ...{ code: 'kept_reading', path: '' },
    message: `${definition.name} began with an older version, and its table goes on to be read as then`,
    hint: 'Under another `name` it is read as tables are today: `sweep validate` says how.',
  });
  return before;
}

async function read(earlier: Earlier, definition: SweepDefinition): Promise<Read | InputError> {
  const chooseRule = ruleOfName(earlier, definition.name);
  try {
    const dataset = await resolveDataset(definition.dataset, { sweepSeed: definition.seed, chooseRule });
    return { definition, dataset };
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}
