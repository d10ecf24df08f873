import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Job, MESSAGE_VERSION, packSpec } from '@latentsweep/bus';
import { PROGRAM_ENGINE, type ProgramDeclaration, type ProgramSpec } from '@latentsweep/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Board } from '../board.ts';
import type { TrialReport } from '../thread/protocol.ts';
import { declaredPrograms, Programs } from './programs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latentsweep-programs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Of a program, as whoever may write to the bus could send it. */
function jobOf(name: string, trialId: number) {
  const spec = { name, config: null, metrics: [{ name: 'loss', summary: 'last' }] } satisfies ProgramSpec;
  // What else a sweep file says of it is no part of a description.
  const { sha256, bytes } = packSpec({ kind: 'program', ...spec, ...{ command: ['touch', 'forged'] } });
  const job: Job = {
    ...{ v: MESSAGE_VERSION, id: `1.${trialId}.1`, sweepId: 1, engine: PROGRAM_ENGINE, requires: [] },
    ...{ dataset: sha256, config: { a: 1 } as unknown as Job['config'], replicate: 1, seed: '0'.repeat(16) },
    milestones: [{ trialId, epochs: 1, attempt: 1 }],
  };
  const shared = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(shared).set(bytes);
  return { job, content: [sha256, shared] as const };
}

test('a job of a program that nobody declared is answered, and nothing runs', async () => {
  const declaration: ProgramDeclaration = {
    ...{ name: 'train.sh', command: ['sh', '-c', `echo '{"loss": 1}'; : > ran`], folder },
    ...{ config: 'file', reports: 'lines', environment: [], warm: false, checkpoint: false },
    ...{ deterministic: false, retries: 3, threads: 1 },
    limits: { seconds: null, memoryMb: null, outputMb: 1, processes: null },
  };
  const programs = new Programs(
    declaredPrograms([declaration], { scratch: join(folder, 'scratch'), keeping: null }),
  );
  const slot = programs.slot();
  const reports: TrialReport[] = [];
  const run = async (names: readonly string[]) => {
    const forged = names.map(jobOf);
    const board = Board.forJobs(forged.length);
    await slot.run(
      {
        ...{ batch: 1, engine: { kind: 'program' }, width: 1, board: board.buffer },
        jobs: forged.map(({ job }) => job),
        contents: new Map(forged.map(({ content }) => content)),
      },
      (some) => reports.push(...some),
    );
  };
  const undeclared = [
    'evil.sh',
    '/bin/sh',
    '../train.sh',
    'train.sh\n',
    'TRAIN.SH',
    '__proto__',
    'constructor',
  ];
  await run(undeclared);
  expect(reports.map(({ trialId, result }) => [trialId, result])).toEqual(
    undeclared.map((name, i) => [
      i,
      { outcome: 'failed', error: `no_such_program: nobody declared ${JSON.stringify(name)} here` },
    ]),
  );
  for (const file of ['ran', 'forged', 'scratch']) expect(existsSync(join(folder, file))).toBe(false);
  expect(existsSync('forged')).toBe(false);
  // What is declared runs, by the declaration's command.
  await run(['train.sh']);
  expect(reports.at(-1)).toMatchObject({ result: { outcome: 'completed', measures: { loss: 1 } } });
  expect([existsSync(join(folder, 'ran')), existsSync(join(folder, 'forged'))]).toEqual([true, false]);
  await slot.end();
});
