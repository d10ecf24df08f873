import { type Config, runsPrograms } from '@latentsweep/core';
import type { Job } from './messages.ts';

/** Of what engines train here: its config is of the table of parameters. */
type TrainingJob = Job & { readonly config: Config };

/** All other jobs are runs of a program of the user's own. */
export const isTraining = (job: Job): job is TrainingJob => !runsPrograms(job.engine);
