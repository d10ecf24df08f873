/**
 * The times that coordinators, workers and the bus count on of one another, in milliseconds. What must hold between them,
 * and why (docs/decisions/0006-cluster.md), is in the test beside this file. Waits that are one file's own stand there.
 */

/** How often a worker says that it is there. */
export const PRESENCE_MS = 2000;

/** A worker that was not heard of for so long is not known to live: three of its messages are missing. */
export const HEARD_MS = 3 * PRESENCE_MS;

/** So long after its last word in the store a worker counts as lost, for people. */
export const LOST_AFTER_MS = 10_000;

/** How long a trial stays with a worker that fell silent. */
export const TRIAL_LEASE_MS = 20_000;
/** The shortest that may be asked for instead. */
export const LEAST_TRIAL_LEASE_MS = 5000;
/** Renewals of a trial's lease before it would run out. */
export const TRIAL_RENEWALS = 5;

/** How long a sweep stays with a coordinator that fell silent. */
export const RUN_LEASE_MS = 3000;
/** How long the lead of a cluster does. */
export const LEAD_MS = 5000;
/** How often a coordinator, once nothing keeps it busy, comes to renew what it holds. */
export const LOOK_MS = 500;

/** A job that is neither settled nor reported as worked on for this long is delivered again. */
export const jobAckWaitMs = (trialLeaseMs: number): number => 4.5 * trialLeaseMs;
/** The same of a result. */
export const RESULT_ACK_WAIT_MS = 10_000;
/** How often a worker reports its jobs as worked on, and a coordinator its results. */
export const WORKING_MS = { job: 2000, result: 3000 };
