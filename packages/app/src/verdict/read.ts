import { type DatasetDefinition, storedDefinition } from '@latentsweep/coordinator';
import {
  bothSplits,
  type NoVerdict,
  type Values,
  type Verdict,
  type VerdictMaterial,
  verdictOn,
} from '@latentsweep/core';
import type { KnownSweep, RankingOptions, Reading } from '@latentsweep/store';
import { ledSweeps, type ShownState, stateForPeople } from '../run/led.ts';
import { varyingParameters } from '../text/definition.ts';

/** A verdict on a sweep, or why there is none, with what its words depend on. */
export interface SweepVerdict {
  readonly verdict: Verdict | NoVerdict;
  /** The metric, on test rows; configs are chosen by the same one on validation rows. */
  readonly metric: string;
  readonly higherIsBetter: boolean;
  /** Test rows by training rows where replicates split the same ones; 0 where each draws its own. */
  readonly sharedRows: number;
  /** Why all replicates have the same test rows: a `split` by time, or one that is the source's own. Null: they have not. */
  readonly fixedRows: 'by time' | 'by the source' | null;
  /** Configs that lack a value in some replicate and are left out. */
  readonly incomplete: number;
  /** What breaks a constraint and is left out, by arm and classifier. */
  readonly breaking: VerdictMaterial['breaking'];
  /** Replicates that have values. */
  readonly replicates: number;
  readonly state: ShownState;
  /** Parameters that tell one config from another. */
  readonly varying: readonly string[];
  /** The file gives validation rows. */
  readonly hasValidation: boolean;
  /** Only configs that meet a condition were looked at. */
  readonly narrowed: boolean;
}

/** Throws InputError `unknown_metric`, `bad_where`. */
export async function readVerdict(
  store: Reading,
  sweep: KnownSweep,
  { by = sweep.metric, where }: RankingOptions = {},
): Promise<SweepVerdict> {
  const material = await store.verdictMaterial(sweep, { by, where });
  const definition = storedDefinition(sweep);
  const state = stateForPeople(sweep, await ledSweeps(store));
  return verdictFrom(material, {
    ...{ by, state, dataset: definition.dataset, varying: varyingParameters(definition) },
    narrowed: where !== undefined,
  });
}

interface Asked {
  readonly by: string;
  readonly state: ShownState;
  readonly dataset: DatasetDefinition;
  readonly varying: readonly string[];
  readonly narrowed?: boolean;
}

export function verdictFrom(
  material: VerdictMaterial,
  { by, state, dataset, varying, narrowed = false }: Asked,
): SweepVerdict {
  const sharedRows = sharedRowsOf(dataset);
  const { higherIsBetter, incomplete, breaking, replicates } = material;
  return {
    ...{ verdict: verdictOn(material, sharedRows), metric: bothSplits(by).test, higherIsBetter, sharedRows },
    ...{ incomplete, breaking, replicates: replicates.length, state, varying, narrowed },
    fixedRows: fixedRowsOf(dataset),
    hasValidation: hasValidation(dataset),
  };
}

export function fixedRowsOf(dataset: DatasetDefinition): SweepVerdict['fixedRows'] {
  if (dataset.kind === 'table' && dataset.time !== undefined) return 'by time';
  return dataset.kind === 'images' && dataset.parts === 'source' ? 'by the source' : null;
}

/** Rows of a table are dealt anew to the splits in each replicate; drawn rows are new ones. */
function sharedRowsOf(dataset: DatasetDefinition): number {
  return 'split' in dataset ? dataset.split.test / dataset.split.train : 0;
}

function hasValidation(dataset: DatasetDefinition): boolean {
  if (dataset.kind === 'program') return false;
  return (dataset.kind === 'simulated' ? dataset.validation : dataset.split.validation) > 0;
}

/** Whether it was given. */
export const isGiven = (verdict: Verdict | NoVerdict): verdict is Verdict => verdict.conclusion !== 'none';

/** The parameters of a config that tell it from others, its arm first. */
export const namesOf = ({ varying }: Pick<SweepVerdict, 'varying'>, config: Values): readonly string[] => [
  'arm',
  ...varying.filter((name) => name !== 'arm' && Object.hasOwn(config, name)),
];
