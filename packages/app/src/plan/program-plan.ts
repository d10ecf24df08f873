import { createSearcher, type SweepDefinition, sampleOf, summarisePlan } from '@latentsweep/coordinator';
import { type ConfigWay, PROGRAM_ENGINE } from '@latentsweep/core';
import { measureNames, parameterNames, type Reading } from '@latentsweep/store';
import type { CheckedFile } from '../check/check-file.ts';
import { asDeclared, type LocalProgram } from '../program/local.ts';
import { trialText } from '../program/shown.ts';
import { countReuse, type Reuse } from './reuse.ts';

/** What a sweep of a program of the user's own would run. How long that takes, nobody knows before it runs. */
export interface ProgramPlan
  extends ReturnType<typeof summarisePlan>,
    Pick<SweepDefinition, 'name' | 'method' | 'replicates'> {
  readonly program: string;
  /** Nothing runs it: whoever asks computes its trials. */
  readonly asked: boolean;
  /** Of its first config, as it would be run here. Null: workers run what they declare. */
  readonly command: string | null;
  readonly folder: string | null;
  readonly config: ConfigWay | null;
  /** Whether it goes on from a checkpoint. Null: as workers declare it. */
  readonly checkpoint: boolean | null;
  /** `min of val_loss`. */
  readonly metrics: readonly string[];
  /** Columns of parameters and metrics whose names are taken in SQL. */
  readonly renamed: readonly { readonly name: string; readonly column: string }[];
  /** Of trials that earlier sweeps have done. Null: results of the program are its sweep's alone. */
  readonly reuse: Reuse | null;
}

/** `local`: what runs it here; null: nothing does. `store`: null where there is none. */
export async function planProgram(
  store: Reading | null,
  { definition: given, dataset: data }: Pick<CheckedFile, 'definition' | 'dataset'>,
  local: LocalProgram | null,
): Promise<ProgramPlan> {
  const definition = local ? asDeclared(given, local) : given;
  const { dataset, name, method, replicates } = definition;
  if (dataset.kind !== 'program') throw new TypeError('built-in trials');
  const searcher = createSearcher(definition);
  const [first] = sampleOf(searcher, 1).configs;
  const summary = summarisePlan(definition, searcher);
  const planned = { trials: summary.trials, datasetFingerprint: data.fingerprint, engine: PROGRAM_ENGINE };
  const isShared = local !== null && local.sharedKey !== null;
  const config = dataset.config ?? local?.declaration.config ?? null;
  return {
    ...{ name, method, replicates, program: dataset.name, asked: dataset.asked === true, config },
    command: local && first ? trialText(local.declaration, config!, first) : null,
    folder: local?.declaration.folder ?? null,
    checkpoint: local?.declaration.checkpoint ?? null,
    metrics: dataset.metrics.map((metric) =>
      metric.summary === 'last' ? metric.name : `${metric.summary} of ${metric.name}`,
    ),
    renamed: renamedIn(definition, dataset.metrics),
    ...summary,
    reuse: isShared && store ? await countReuse(store, definition, searcher, planned) : null,
  };
}

/** Names that get a prefix, as the columns of a sweep have others already: `p_seed`, `m_value`. */
function renamedIn(
  { parameters }: Pick<SweepDefinition, 'parameters'>,
  metrics: readonly { readonly name: string }[],
): ProgramPlan['renamed'] {
  const names = parameters.map(({ name }) => name);
  const measures = metrics.map(({ name }) => name);
  const paired = (of: readonly string[], columns: readonly string[], prefix: string) =>
    of.flatMap((name, i) => {
      const column = columns[i]!;
      return column.startsWith(prefix) && !name.toLowerCase().startsWith(prefix) ? [{ name, column }] : [];
    });
  return [
    ...paired(names, parameterNames(names), 'p_'),
    ...paired(measures, measureNames(names, measures), 'm_'),
  ];
}
