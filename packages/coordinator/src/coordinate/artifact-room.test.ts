import type { TrialOutcome } from '@latentsweep/store';
import { expect, it, vi } from 'vitest';
import { ArtifactRoom, type OfSweep } from './artifact-room.ts';

const MB = 1024 ** 2;

function outcome(trialId: number, megabytes: number): OfSweep {
  const artifacts = [{ name: 'model', sha256: 'a'.repeat(64), bytes: megabytes * MB }];
  const more = { startedAt: new Date(0), durationMs: 1, worker: 'w', log: 'said\n', artifacts };
  const result = { outcome: 'failed', error: 'x' } as const;
  return { sweepId: 7, outcome: { trialId, attempt: 1, result, ...more } satisfies TrialOutcome };
}

function room(before = 0) {
  const removeArtifacts = vi.fn(async () => {});
  const artifactBytes = vi.fn(async () => before * MB);
  const opened = new ArtifactRoom({ removeArtifacts }, { artifactBytes }, 100 * MB);
  const record = async (arrived: readonly OfSweep[], ended = arrived.map((one) => one.outcome.trialId)) => {
    const fitted = await opened.fit(arrived);
    opened.settle(arrived, fitted, new Set(ended));
    return fitted.map((one) => one.outcome);
  };
  return { record, removeArtifacts, artifactBytes };
}

it('keeps what fits, and of the rest says why not and takes it off the bus', async () => {
  const { record, removeArtifacts, artifactBytes } = room(50);
  const [first, second, third] = await record([outcome(1, 30), outcome(2, 30), outcome(3, 20)]);
  expect(first!.artifacts).toHaveLength(1);
  expect(second!.artifacts).toBeUndefined();
  expect(second!.log).toMatch(
    /^said\nlatentsweep: artifacts_full: its 1 artifacts \(30\.0 MB\) are not kept: those of the sweep take 80\.0 MB on the bus, and may take 100\.0 MB; .*\n$/,
  );
  expect(third!.artifacts).toHaveLength(1);
  expect(removeArtifacts.mock.calls).toEqual([[7, 2]]);
  const [fourth] = await record([outcome(4, 1)]);
  expect(fourth!.artifacts).toBeUndefined();
  // It counts by itself from then on.
  expect(artifactBytes).toHaveBeenCalledTimes(1);
});

it('leaves what the first result of a trial left, when a second one comes', async () => {
  const { record, removeArtifacts } = room(0);
  await record([outcome(1, 90)]);
  await record([outcome(1, 90)], []);
  expect(removeArtifacts).not.toHaveBeenCalled();
  const [other] = await record([outcome(2, 10)]);
  expect(other!.artifacts).toHaveLength(1);
});

it('counts what is there although the first of a batch leaves nothing', async () => {
  const { record } = room(90);
  const [, second] = await record([outcome(1, 0), outcome(2, 20)]);
  expect(second!.artifacts).toBeUndefined();
});

it('counts one result of a trial of which two come together, and leaves its files', async () => {
  const { record, removeArtifacts } = room(40);
  const [first] = await record([outcome(1, 40), outcome(1, 40)]);
  expect(first!.artifacts).toHaveLength(1);
  expect(removeArtifacts).not.toHaveBeenCalled();
  const [fits, not] = await record([outcome(2, 20), outcome(3, 1)]);
  expect([fits!.artifacts?.length, not!.artifacts]).toEqual([1, undefined]);
});
