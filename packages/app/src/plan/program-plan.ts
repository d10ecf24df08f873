import { createSearcher, type SweepDefinition, sampleOf, summarisePlan } from '@latentsweep/coordinator';
import type { ConfigWay } from '@latentsweep/core';
import type { LocalProgram } from '../program/local.ts';
import { trialText } from '../program/shown.ts';

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
}

/** `local`: what runs it here; null: nothing does. */
export function planProgram(definition: SweepDefinition, local: LocalProgram | null): ProgramPlan {
  const { dataset, name, method, replicates } = definition;
  if (dataset.kind !== 'program') throw new TypeError('built-in trials');
  const searcher = createSearcher(definition);
  const [first] = sampleOf(searcher, 1).configs;
  const config = dataset.config ?? local?.declaration.config ?? null;
  return {
    ...{ name, method, replicates, program: dataset.name, asked: dataset.asked === true, config },
    command: local && first ? trialText(local.declaration, config!, first) : null,
    folder: local?.declaration.folder ?? null,
    checkpoint: local?.declaration.checkpoint ?? null,
    metrics: dataset.metrics.map((metric) =>
      metric.summary === 'last' ? metric.name : `${metric.summary} of ${metric.name}`,
    ),
    ...summarisePlan(definition, searcher),
  };
}
