import type { Job } from './messages.ts';
import { encode } from './wire.ts';

/** What a job may have on a bus between machines, its headers included. One within a process has no limit. */
export const MOST_JOB_BYTES = 64 * 1024;
const HEADER_BYTES = 512;

export const jobBytes = (job: Job): number => encode(job).length + HEADER_BYTES;
