import { packSpec } from '@latentsweep/bus';
import { deriveSeed, type SimulatedSpec } from '@latentsweep/core';
import type { DatasetDefinition, ResolvedDataset } from '../port.ts';
import { solveIntercepts } from './intercepts.ts';
import { reportSimulated } from './report.ts';
import type { RuleChoice } from './rule.ts';

export interface ResolveOptions {
  /** Decides the first replicate's split, which is reported. */
  readonly sweepSeed?: number;
  /** Asked where the rules of splitting differ on a table. Default: the newest, by which goes what begins anew. */
  readonly chooseRule?: RuleChoice;
}

/**
 * What a definition stands for: a law with its intercepts, or a table read and checked. Throws InputError where
 * the file or its data are at fault.
 */
export async function resolveDataset(
  definition: DatasetDefinition,
  { sweepSeed = 1, chooseRule = async () => 2 }: ResolveOptions = {},
): Promise<ResolvedDataset> {
  const seed = deriveSeed(sweepSeed, 'replicate', 1);
  const resolved =
    definition.kind === 'simulated'
      ? resolveSimulated(definition)
      : await tables().then(({ resolveTable }) => resolveTable(definition, seed, chooseRule));
  return { ...resolved, fingerprint: packSpec(resolved.spec).sha256 };
}

/** Loaded where a table is read, Arrow with it. */
const tables = () => import('./table.ts');

type SimulatedDefinition = Extract<DatasetDefinition, { kind: 'simulated' }>;

function resolveSimulated(definition: SimulatedDefinition): Omit<ResolvedDataset, 'fingerprint'> {
  const { train, validation, test, coefficients, prior } = definition;
  const intercepts = prior === null ? coefficients.map(() => 0) : solveIntercepts(coefficients, prior);
  const spec: SimulatedSpec = { kind: 'simulated', train, validation, test, coefficients, intercepts };
  return { spec, content: null, report: reportSimulated(spec, prior), notes: [] };
}
