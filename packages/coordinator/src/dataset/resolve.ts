import { createHash } from 'node:crypto';
import type { SimulatedSpec } from '@latentsweep/core';
import { canonicalJson } from '../plan/definition-hash.ts';
import type { DatasetDefinition, ResolvedDataset } from '../port.ts';
import { solveIntercepts } from './intercepts.ts';
import { counted, grouped } from './refuse.ts';
import { resolveTable } from './table.ts';

/**
 * What a definition stands for: a law with its intercepts, or a table read and checked. Throws InputError where
 * the file or its data are at fault.
 */
export async function resolveDataset(definition: DatasetDefinition): Promise<ResolvedDataset> {
  const resolved =
    definition.kind === 'simulated'
      ? { ...resolveSimulated(definition), content: null, notes: [] }
      : await resolveTable(definition);
  const fingerprint = createHash('sha256').update(canonicalJson(resolved.spec)).digest('hex');
  return { ...resolved, fingerprint };
}

type SimulatedDefinition = Extract<DatasetDefinition, { kind: 'simulated' }>;

function resolveSimulated(definition: SimulatedDefinition): {
  readonly spec: SimulatedSpec;
  readonly summary: string;
} {
  const { train, validation, test, coefficients, prior } = definition;
  const intercepts = prior === null ? coefficients.map(() => 0) : solveIntercepts(coefficients, prior);
  const classes = coefficients.length === 1 ? 2 : coefficients.length;
  const rows = [train, validation, test].map(grouped);
  return {
    spec: { kind: 'simulated', train, validation, test, coefficients, intercepts },
    summary:
      `simulated: ${rows[0]} training, ${rows[1]} validation and ${rows[2]} test rows a replicate, ` +
      `${counted(coefficients[0]!.length, 'feature')}, ${classes} classes`,
  };
}
