import { createHash } from 'node:crypto';
import { deriveSeed, type SimulatedSpec } from '@latentsweep/core';
import { canonicalJson } from '../plan/definition-hash.ts';
import type { DatasetDefinition, ResolvedDataset } from '../port.ts';
import { solveIntercepts } from './intercepts.ts';
import { reportSimulated } from './report.ts';
import { resolveTable } from './table.ts';

/**
 * What a definition stands for: a law with its intercepts, or a table read and checked. Throws InputError where
 * the file or its data are at fault. `sweepSeed` decides the first replicate's split, which is reported.
 */
export async function resolveDataset(definition: DatasetDefinition, sweepSeed = 1): Promise<ResolvedDataset> {
  const resolved =
    definition.kind === 'simulated'
      ? resolveSimulated(definition)
      : await resolveTable(definition, deriveSeed(sweepSeed, 'replicate', 1));
  const fingerprint = createHash('sha256').update(canonicalJson(resolved.spec)).digest('hex');
  return { ...resolved, fingerprint };
}

type SimulatedDefinition = Extract<DatasetDefinition, { kind: 'simulated' }>;

function resolveSimulated(definition: SimulatedDefinition): Omit<ResolvedDataset, 'fingerprint'> {
  const { train, validation, test, coefficients, prior } = definition;
  const intercepts = prior === null ? coefficients.map(() => 0) : solveIntercepts(coefficients, prior);
  const spec: SimulatedSpec = { kind: 'simulated', train, validation, test, coefficients, intercepts };
  return { spec, content: null, report: reportSimulated(spec, prior), notes: [] };
}
