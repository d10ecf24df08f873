import type { Sweep, TrialLedger } from '@latentsweep/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeLease } from './lease.ts';
import { patientLedger } from './retry.ts';

const LEASE_MS = 60;
const sweep = { id: 1, slug: 'rates' } as Sweep;

/** The one clock: each request to the store takes 5 ms of it. */
let now: number;
let owner: string | null;
let until: number;
let renewals: number;
const store = patientLedger(
  {
    async acquireRun(_: number, by: string, ms: number) {
      now += 5;
      if (owner !== null && owner !== by && now < until) return false;
      if (owner === by) renewals += 1;
      owner = by;
      until = now + ms;
      return true;
    },
    async releaseRun(_: number, by: string) {
      if (owner === by) owner = null;
    },
  } as Partial<TrialLedger> as TrialLedger,
  () => 0,
);
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  owner = null;
  until = 0;
  renewals = 0;
});
afterEach(() => vi.restoreAllMocks());

const take = (signal = new AbortController().signal) => takeLease(store, 'us', { sweep, signal }, LEASE_MS);
const anotherHasIt = (ms: number) => {
  owner = 'another';
  until = now + ms;
};

describe('The lease of a sweep', () => {
  it('is renewed when that is due, and no sooner', async () => {
    const lease = await take();
    await lease!.keep();
    expect(renewals).toBe(0);
    now += LEASE_MS / 2;
    await lease!.keep();
    expect(renewals).toBe(1);
    await lease!.release();
    expect(owner).toBeNull();
  });

  it('is waited for until the one of a coordinator that was killed has run out', async () => {
    anotherHasIt(LEASE_MS / 2);
    expect(await take()).not.toBeNull();
  });

  it('is refused while another coordinator renews it', async () => {
    anotherHasIt(60_000);
    await expect(take()).rejects.toMatchObject({ code: 'sweep_already_runs' });
    expect(owner).toBe('another');
  });

  it('is not waited for after an abort', async () => {
    anotherHasIt(60_000);
    const aborter = new AbortController();
    const taking = take(aborter.signal);
    aborter.abort();
    expect(await taking).toBeNull();
  });

  it('is lost to a process that took it over, and stays with it', async () => {
    const lease = await take();
    anotherHasIt(60_000);
    now += LEASE_MS / 2;
    await expect(lease!.keep()).rejects.toMatchObject({ code: 'sweep_taken_over' });
    await lease!.release();
    expect(owner).toBe('another');
  });
});
