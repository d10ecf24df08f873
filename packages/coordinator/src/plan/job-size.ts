import { jobBytes, MOST_JOB_BYTES } from '@latentsweep/bus';
import { type AnyConfig, grouped, InputError } from '@latentsweep/core';
import type { SweepDefinition } from '../port.ts';
import { configSpaceOf } from '../search/config-space.ts';
import { createSearcher, sampleOf } from '../search/searcher.ts';
import { jobsOf } from './jobs.ts';

/** Configs that stand for all; those that share a run come one after the other. */
const SAMPLE = 2000;
const LARGEST = Number.MAX_SAFE_INTEGER;

/** Throws InputError `job_too_big` for a sweep with jobs that a cluster's bus would refuse. */
export function refuseLargeJobs(definition: SweepDefinition, engine: string): void {
  const { requires, replicates } = definition;
  const space = configSpaceOf(definition);
  const sample = sampleOf(createSearcher(definition), SAMPLE).configs;
  // As large as jobs can be: numbers that are still to be given have all their digits.
  const trialOf = (config: AnyConfig) => ({
    ...{ id: LARGEST, sweepId: LARGEST, config, runHash: space.runHash(config), replicate: replicates },
    ...{ seed: 'f'.repeat(16), until: null, attempt: 999, deaths: 0 },
  });
  const jobs = jobsOf(sample.map(trialOf), { space, engine, dataset: 'f'.repeat(64), requires });
  const bytes = Math.max(0, ...jobs.map(jobBytes));
  if (bytes <= MOST_JOB_BYTES) return;
  const epochs = Math.max(...jobs.map(({ milestones }) => milestones.length));
  throw new InputError(
    'job_too_big',
    `A job of this sweep takes ${grouped(bytes)} bytes, and the bus of a cluster carries ${grouped(MOST_JOB_BYTES)}.`,
    `Most of it is the ${grouped(epochs)} values of \`epochs\`: give fewer. Without a cluster (\`run\` without --bus) there is no such limit.`,
  );
}
