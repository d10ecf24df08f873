import { describe, expect, it, test } from 'vitest';
import {
  HEARD_MS,
  jobAckWaitMs,
  LEAD_MS,
  LEAST_TRIAL_LEASE_MS,
  LOOK_MS,
  LOST_AFTER_MS,
  PRESENCE_MS,
  RESULT_ACK_WAIT_MS,
  RUN_LEASE_MS,
  TRIAL_LEASE_MS,
  TRIAL_RENEWALS,
  WORKING_MS,
} from './timing.ts';

describe.each([
  ['the usual', TRIAL_LEASE_MS],
  ['the shortest', LEAST_TRIAL_LEASE_MS],
])('With %s lease of a trial', (_, leaseMs) => {
  const heardMs = Math.min(HEARD_MS, leaseMs);
  const renewalMs = leaseMs / TRIAL_RENEWALS;

  it('a worker that lives is heard of between two renewals, also where a message of it is lost', () => {
    expect(2 * PRESENCE_MS).toBeLessThan(leaseMs);
    expect(2 * PRESENCE_MS).toBeLessThan(heardMs);
  });

  it('the death of a worker is judged before the bus hands its job to the next one, also by a leader that comes new', () => {
    const judgedAfter = leaseMs + LEAD_MS + heardMs + renewalMs;
    expect(judgedAfter).toBeLessThan(jobAckWaitMs(leaseMs));
  });

  it('a worker that lives says so often enough for the bus to leave it its jobs', () => {
    expect(3 * WORKING_MS.job).toBeLessThan(jobAckWaitMs(leaseMs));
  });
});

test('a result that a dying coordinator held reaches the next one before its trial is sent out again', () => {
  expect(RESULT_ACK_WAIT_MS).toBeLessThan(TRIAL_LEASE_MS);
  expect(3 * WORKING_MS.result).toBeLessThan(RESULT_ACK_WAIT_MS);
});

test('a worker is lost for people after it is for the coordinator, and before its trials go to others', () => {
  expect(HEARD_MS).toBeLessThan(LOST_AFTER_MS);
  expect(LOST_AFTER_MS).toBeLessThan(TRIAL_LEASE_MS);
});

test('what a coordinator holds it renews in time, also where two looks are missed', () => {
  expect(3 * LOOK_MS).toBeLessThan(RUN_LEASE_MS);
  expect(3 * LOOK_MS).toBeLessThan(LEAD_MS);
});
