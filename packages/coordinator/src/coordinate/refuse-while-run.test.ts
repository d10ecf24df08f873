import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import type { RunHolder } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { runOwner } from './owner.ts';
import { refuseWhileRun } from './refuse-while-run.ts';

const sweep = { id: 3, slug: 'deck' };
const LEASE_MS = 1000;
const ELSEWHERE = 'elsewhere.invalid:17:a-b';

/** A store in which the lease of the sweep ends `leftMs(elapsed)` from now; negative: nobody has it. */
function held(owner: string, leftMs: (elapsedMs: number) => number) {
  const began = performance.now();
  let looks = 0;
  return {
    looks: () => looks,
    async runHolders() {
      looks += 1;
      const leaseLeftMs = leftMs(performance.now() - began);
      const holder: RunHolder = { owner, leaseLeftMs };
      return new Map(leaseLeftMs > 0 ? [[sweep.id, holder]] : []);
    },
  };
}

test('a sweep that nobody runs may begin', async () => {
  await refuseWhileRun(
    held(ELSEWHERE, () => -1),
    sweep,
    LEASE_MS,
  );
});

test('one that a process of this machine runs is refused at the first look, with who it is', async () => {
  const store = held(runOwner(), () => LEASE_MS);
  await expect(refuseWhileRun(store, sweep, LEASE_MS)).rejects.toMatchObject({
    code: 'sweep_already_runs',
    message: `Another process is running the sweep 'deck': process ${process.pid} on this machine.`,
    hint: expect.stringContaining('`sweep show 3`'),
  });
  expect(store.looks()).toBe(1);
});

test('one whose process here was killed may begin at once', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const store = held(`${hostname()}:${pid}:a-b`, () => LEASE_MS);
  await refuseWhileRun(store, sweep, LEASE_MS);
  expect(store.looks()).toBe(1);
});

test('elsewhere, a lease that is renewed is refused, one that runs out is not', async () => {
  const renewed = held(ELSEWHERE, (elapsed) => LEASE_MS - (elapsed % 400));
  await expect(refuseWhileRun(renewed, sweep, LEASE_MS)).rejects.toMatchObject({
    message: "Another process is running the sweep 'deck': process 17 on elsewhere.invalid.",
  });
  await refuseWhileRun(
    held(ELSEWHERE, (elapsed) => 300 - elapsed),
    sweep,
    LEASE_MS,
  );
});

test('whoever holds it for longer than a run would is not waited for', async () => {
  const store = held('rm-17', (elapsed) => 60_000 - elapsed);
  await expect(refuseWhileRun(store, sweep, LEASE_MS)).rejects.toMatchObject({ code: 'sweep_already_runs' });
});
