import type { SweepDefinition } from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import type { Store } from '@latentsweep/store';
import type { CheckedFile } from '../check/check-file.ts';
import { chooseEngine } from '../engine/engine.ts';
import { soughtFor } from '../engine/sought.ts';
import { type Begun, begin } from '../run/begin.ts';
import type { Say } from '../say.ts';

/**
 * Records a checked file as a sweep whose trials are asked for, or finds the one that it is. A program that the file names is not
 * needed. Throws InputError `built_in_sweep`, `early_of_asked`, and what `begin` throws.
 */
export async function beginAsked(
  services: { readonly store: Store; readonly say: Say },
  checked: CheckedFile,
): Promise<Begun> {
  const definition = asAsked(checked.definition);
  const engine = await chooseEngine([], {}, soughtFor(checked));
  return begin(services, { ...checked, definition }, { engine, onCluster: false, here: false });
}

function asAsked(definition: SweepDefinition): SweepDefinition {
  const { name, dataset } = definition;
  if (dataset.kind !== 'program') {
    throw new InputError(
      'built_in_sweep',
      `The trials of ${name} are built in: nobody has to compute them.`,
      'Run it: `sweep run FILE`. In a file for trials of your own write `ask: true`, and no `dataset`.',
    );
  }
  if (definition.early) {
    throw new InputError(
      'early_of_asked',
      `${name} has early_terminate, and whoever asks for a trial ends it.`,
      'Add --no-race, or remove it from the file.',
    );
  }
  return { ...definition, dataset: { ...dataset, asked: true }, requires: [] };
}
