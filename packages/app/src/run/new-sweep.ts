import { configSpaceOf } from '@latentsweep/coordinator';
import type { EngineTraits, Parameter } from '@latentsweep/core';
import type { NewSweep } from '@latentsweep/store';
import type { CheckedFile } from '../check/check-file.ts';
import { identityOf } from '../program/identity.ts';

/** The row of a sweep, from its checked file and the engine that will run it. */
export function newSweep(
  { definition, source, dataset, program }: CheckedFile,
  engine: { readonly id: string; readonly traits: Pick<EngineTraits, 'exact'> },
  plannedTrials: number,
): NewSweep {
  const { name, description, metric, replicates, seed, parameters } = definition;
  const { fingerprint, spec, report } = dataset;
  const space = configSpaceOf(definition);
  const isShared = definition.dataset.kind === 'program' && definition.dataset.sharedKey !== undefined;
  return {
    ...{ name, description, replicates, seed, definition, source, plannedTrials },
    ...{ datasetFingerprint: fingerprint, datasetSpec: spec, dataReport: report },
    ...{ engine: engine.id, exact: engine.traits.exact || isShared },
    ...(spec.kind === 'program' ? { ownMeasures: true } : {}),
    ...{ metric: metric.name, goal: metric.goal },
    definitionHash: identityOf(definition, fingerprint, engine.id, program),
    parameters: parameters.map(({ name: key }) => ({
      name: key,
      sqlType: SQL_TYPES[space.named(key)!.type],
    })),
  };
}

const SQL_TYPES: Readonly<Record<Parameter['type'], NewSweep['parameters'][number]['sqlType']>> = {
  integer: 'bigint',
  number: 'double precision',
  integers: 'jsonb',
  texts: 'jsonb',
  choice: 'text',
  boolean: 'boolean',
  mixed: 'jsonb',
};
