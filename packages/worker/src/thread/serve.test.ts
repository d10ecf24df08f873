import { type Job, MESSAGE_VERSION } from '@latentsweep/bus';
import { canonicalConfig, createReferenceEngine } from '@latentsweep/core';
import { expect, it } from 'vitest';
import { Board } from '../board.ts';
import { serveJobs } from './serve.ts';
import type { Trainer } from './trainer.ts';

const { traits } = createReferenceEngine();
/** On a device of its own process: what is opened again may have become another. */
const trainerOf = (version: string): Trainer => ({
  engine: {
    id: { kind: 'simd', version, backend: null },
    traits: { ...traits, ownProcess: true, device: 'a card' },
  },
  held: () => [],
  train: async () => {},
  close: async () => {},
});

const foreign: Job = {
  ...{ v: MESSAGE_VERSION, id: '1.1.1', sweepId: 1, engine: 'tfjs@1-wasm', requires: [], dataset: 'none' },
  ...{ config: canonicalConfig({ arm: 'none' }), replicate: 0, seed: '12345678deadbeef' },
  milestones: [{ trialId: 1, epochs: 20, attempt: 1 }],
};

/** A batch of one job that the main thread took back. */
function batchOf(job: Job, as: string) {
  const board = Board.forJobs(1);
  board.takeBack(0);
  const engine = { kind: 'card', as };
  return { batch: 1, engine, jobs: [job], width: 1, contents: new Map(), board: board.buffer };
}

const serve = (version: string) =>
  serveJobs(async () => trainerOf(version), { boardOf: ({ board }) => new Board(board), post: () => {} });

it('a device that is opened with the id that it had takes whatever is in a batch', async () => {
  expect((await serve('1')(batchOf(foreign, 'simd@1'))).engine.id.version).toBe('1');
});

it('one that has become another is refused', async () => {
  await expect(serve('2')(batchOf(foreign, 'simd@1'))).rejects.toThrow(
    expect.objectContaining({
      code: 'backend_missing',
      reason: 'a card has the bits of simd@1 no more, and is simd@2 now',
    }),
  );
});
