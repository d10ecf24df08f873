import { type Bus, createMemoryBus, type ResultMessage } from '@latentsweep/bus';
import { RefusedData, type TrialOutcome } from '@latentsweep/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DeskOptions, ResultDesk } from './desk.ts';
import { completed } from './fixtures/fake-worker.ts';

const result = (trialId: number, sweepId = 1): ResultMessage => ({
  ...{ v: 4, jobId: `${sweepId}.${trialId}.1`, sweepId, trialId, attempt: 1 },
  ...{ result: completed(trialId / 100), durationMs: 1, worker: 'w' },
});

/** What happened, in order: `write 1,2`, `ack 1`, `aside`. */
let happened: string[];
let bus: Bus;
let conflicts: number[];

beforeEach(() => {
  happened = [];
  conflicts = [];
  const memory = createMemoryBus();
  bus = {
    ...memory,
    async pullResults(max, waitMs) {
      const deliveries = await memory.pullResults(max, waitMs);
      return deliveries.map((delivery) => ({
        ...delivery,
        ack() {
          happened.push(`ack ${delivery.message.trialId}`);
          return delivery.ack();
        },
      }));
    },
  };
});
afterEach(() => bus.close());

function open(record: (outcomes: readonly TrialOutcome[]) => number[] = () => []): ResultDesk {
  const store: DeskOptions['store'] = {
    async record(outcomes) {
      const conflicts = record(outcomes);
      happened.push(`write ${outcomes.map(({ trialId }) => trialId)}`);
      return { ended: outcomes.map(({ trialId }) => trialId), waiting: [], conflicts };
    },
    artifactBytes: async () => 0,
    async keepBadMessage({ kind, reason }) {
      happened.push(`aside ${kind}: ${reason}`);
    },
  };
  return new ResultDesk({ bus, store, onConflict: (ids) => conflicts.push(...ids) });
}

describe('The desk where results arrive', () => {
  it('acknowledges what is written, and only then', async () => {
    for (const id of [1, 2, 3]) await bus.publishResult(result(id));
    await open().close();
    expect(happened[0]).toMatch(/^write/);
    const written = happened.filter((what) => what.startsWith('write')).join();
    for (const id of [1, 2, 3]) {
      expect(written).toContain(String(id));
      expect(happened.indexOf(`ack ${id}`)).toBeGreaterThan(0);
    }
    expect(await bus.messagesLeft()).toBe(0);
  });

  it('tells each sweep of its own results', async () => {
    const desk = open();
    const told: number[] = [];
    desk.follow({
      sweepId: 2,
      awaited: () => 0,
      noteWritten: (outcomes) => told.push(...outcomes.map(({ trialId }) => trialId)),
    });
    await bus.publishResult(result(1));
    await bus.publishResult(result(2, 2));
    await desk.close();
    expect(told).toEqual([2]);
  });

  it('finds the one that the database cannot hold, and writes the others', async () => {
    for (let id = 1; id <= 9; id++) await bus.publishResult(result(id));
    const desk = open((outcomes) => {
      if (outcomes.some(({ trialId }) => trialId === 6)) {
        throw new RefusedData('integer out of range');
      }
      return [];
    });
    await desk.close();
    expect(happened.filter((what) => what.startsWith('aside'))).toEqual([
      'aside result: integer out of range',
    ]);
    expect(happened.filter((what) => what.startsWith('ack')).length).toBe(9);
  });

  it('ends with what makes writing impossible, and acknowledges nothing', async () => {
    await bus.publishResult(result(1));
    const desk = open(() => {
      throw new Error('relation is missing');
    });
    await expect(desk.written).rejects.toThrow('relation is missing');
    expect(happened).toEqual([]);
  });

  it('has a trial begin as long before its result came as it took', async () => {
    const kept: TrialOutcome[] = [];
    const before = Date.now();
    await bus.publishResult({ ...result(1), durationMs: 1500 });
    await open((outcomes) => {
      kept.push(...outcomes);
      return [];
    }).close();
    const [startedAt] = kept.map((outcome) => outcome.startedAt.getTime());
    expect(startedAt).toBeGreaterThanOrEqual(before - 1500);
    expect(startedAt).toBeLessThanOrEqual(Date.now() - 1500);
  });

  it('says which second results differ from the first', async () => {
    await bus.publishResult(result(1));
    await open(() => [1]).close();
    expect(conflicts).toEqual([1]);
  });
});
