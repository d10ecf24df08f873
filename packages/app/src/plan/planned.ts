import { createSearcher, type SweepDefinition } from '@latentsweep/coordinator';

/** Trials of a sweep; an upper bound for a random search over a discrete space. */
export function plannedTrials(definition: SweepDefinition): number {
  const { replicates, runCap } = definition;
  const most = runCap === null ? Number.POSITIVE_INFINITY : Math.floor(runCap / replicates);
  return Math.min(createSearcher(definition).size.configs, most) * replicates;
}
