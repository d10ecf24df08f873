import { type Job, jobBytes, MOST_JOB_BYTES } from '@latentsweep/bus';
import { type Config, type DatasetSpec, InputError, runHash } from '@latentsweep/core';
import { grouped } from '../dataset/refuse.ts';
import type { SweepDefinition } from '../port.ts';
import { createSearcher, sampleOf } from '../search/searcher.ts';
import { jobsOf } from './jobs.ts';

/** Configs that stand for all; those that share a run come one after the other. */
const SAMPLE = 2000;
const LARGEST = Number.MAX_SAFE_INTEGER;

/** Throws InputError `job_too_big` for a sweep with jobs that a cluster's bus would refuse. */
export function refuseLargeJobs(definition: SweepDefinition, dataset: DatasetSpec, engine: string): void {
  const { configs } = sampleOf(createSearcher(definition), SAMPLE);
  const runs = [...Map.groupBy(configs, runHash).values()];
  const jobs = runs.map((run) => jobOf(run, definition, dataset, engine));
  const bytes = jobs.map(jobBytes);
  const largest = bytes.indexOf(Math.max(...bytes));
  if (largest < 0 || bytes[largest]! <= MOST_JOB_BYTES) return;
  throw new InputError(
    'job_too_big',
    `A job of this sweep takes ${grouped(bytes[largest]!)} bytes, and the bus of a cluster carries ${grouped(MOST_JOB_BYTES)}.`,
    whatToDo(jobs[largest]!),
  );
}

/** As large as the job of a run can be: numbers that are still to be given have all their digits. */
function jobOf(
  run: readonly Config[],
  { requires, replicates }: SweepDefinition,
  dataset: DatasetSpec,
  engine: string,
): Job {
  const trials = run.map((config) => ({
    ...{ id: LARGEST, sweepId: LARGEST, config, runHash: runHash(config), replicate: replicates },
    ...{ seed: 'f'.repeat(16), attempt: 999, deaths: 0 },
  }));
  return jobsOf(trials, { engine, dataset, requires })[0]!;
}

function whatToDo({ dataset, milestones }: Job): string {
  const here = 'Without a cluster (`run` without --bus) there is no such limit.';
  if (JSON.stringify(milestones).length > JSON.stringify(dataset).length) {
    return `Most of it is the ${grouped(milestones.length)} values of \`epochs\`: give fewer. ${here}`;
  }
  if (dataset.kind === 'simulated') return `Most of it is \`dataset.coefficients\`: give fewer. ${here}`;
  return (
    `Most of it is the names of ${grouped(dataset.categorical.length)} columns in \`dataset.categorical\`. Text is categorical without ` +
    `being named: turn the numbers into text with a \`select\` (… ::varchar). ${here}`
  );
}
