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
    parameters: parameters.map((p) => ({ name: p.name, sqlType: sqlType(parameterNamed.get(p.name)!) })),
    plannedTrials,
  };
}

type SqlType = NewSweep['parameters'][number]['sqlType'];

function sqlType({ type }: Parameter): SqlType {
  switch (type) {
    case 'integer':
      return 'bigint';
    case 'number':
      return 'double precision';
    case 'integers':
      return 'jsonb';
    case 'choice':
      return 'text';
  }
}
