import { definitionHash } from '@latentsweep/coordinator';
import { type EngineTraits, type Parameter, parameterNamed } from '@latentsweep/core';
import type { NewSweep } from '@latentsweep/store';
import type { CheckedFile } from '../check/check-file.ts';

/** The row of a sweep, from its checked file and the engine that will run it. */
export function newSweep(
  { definition, source, dataset }: CheckedFile,
  engine: { readonly id: string; readonly traits: Pick<EngineTraits, 'exact'> },
  plannedTrials: number,
): NewSweep {
  const { name, description, metric, replicates, seed, parameters } = definition;
  return {
    name,
    description,
    definitionHash: definitionHash(definition, dataset.fingerprint, engine.id),
    definition,
    source,
    metric: metric.name,
    goal: metric.goal,
    replicates,
    seed,
    engine: engine.id,
    exact: engine.traits.exact,
    datasetFingerprint: dataset.fingerprint,
    datasetSpec: dataset.spec,
    dataReport: dataset.report,
    parameters: parameters.map(({ name: key }) => ({
      name: key,
      sqlType: SQL_TYPES[parameterNamed.get(key)!.type],
    })),
    plannedTrials,
  };
}

const SQL_TYPES: Readonly<Record<Parameter['type'], NewSweep['parameters'][number]['sqlType']>> = {
  integer: 'bigint',
  number: 'double precision',
  integers: 'jsonb',
  choice: 'text',
};
