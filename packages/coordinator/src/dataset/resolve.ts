import { packSpec } from '@latentsweep/bus';
import { deriveSeed, type Seed, type SimulatedSpec } from '@latentsweep/core';
import type { DatasetDefinition, ProgramDefinition, ResolvedDataset } from '../port.ts';
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
 * What a definition stands for: a law with its intercepts, or a table or images read and checked. Throws InputError where
 * the file or its data are at fault.
 */
export async function resolveDataset(
  definition: DatasetDefinition,
  { sweepSeed = 1, chooseRule = async () => 2 }: ResolveOptions = {},
): Promise<ResolvedDataset> {
  const seed = deriveSeed(sweepSeed, 'replicate', 1);
  const resolved = await resolveAny(definition, seed, chooseRule);
  return { ...resolved, fingerprint: packSpec(resolved.spec).sha256 };
}

type Resolved = Omit<ResolvedDataset, 'fingerprint'>;

/** What reads files is loaded where a file is read, Arrow with it. */
async function resolveAny(
  definition: DatasetDefinition,
  seed: Seed,
  chooseRule: RuleChoice,
): Promise<Resolved> {
  switch (definition.kind) {
    case 'simulated':
      return resolveSimulated(definition);
    case 'table':
      return (await import('./table.ts')).resolveTable(definition, seed, chooseRule);
    case 'images':
      return (await import('./images/resolve-images.ts')).resolveImages(definition, seed);
    case 'program':
      return resolveProgram(definition);
  }
}

type SimulatedDefinition = Extract<DatasetDefinition, { kind: 'simulated' }>;

/** Of how it is run here nothing is told: where it runs, its owner says that. */
function resolveProgram({ kind, name, config, metrics }: ProgramDefinition): Resolved {
  return { spec: { kind, name, config, metrics }, content: null, report: null, notes: [] };
}

function resolveSimulated(definition: SimulatedDefinition): Resolved {
  const { train, validation, test, coefficients, prior } = definition;
  const intercepts = prior === null ? coefficients.map(() => 0) : solveIntercepts(coefficients, prior);
  const spec: SimulatedSpec = { kind: 'simulated', train, validation, test, coefficients, intercepts };
  return { spec, content: null, report: reportSimulated(spec, prior), notes: [] };
}
