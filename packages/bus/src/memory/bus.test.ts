import { expect, it } from 'vitest';
import { type ExamLimits, examineBus } from '../exam.ts';
import { exampleJob } from '../fixtures/examples.ts';
import { createMemoryBus } from './bus.ts';

for (const lasting of [false, true]) {
  const name = lasting ? 'The memory bus that outlives a coordinator' : 'The memory bus';
  const open = async (limits: ExamLimits) => {
    const bus = createMemoryBus({ ...limits, lasting });
    return { coordinator: bus, worker: bus };
  };
  examineBus(name, open, { ackWaitMs: 100 });
}

it('tells that its queue was lost, and has it no more', async () => {
  const bus = createMemoryBus();
  await bus.publishJob(exampleJob(1));
  const told = new Promise((resolve) => bus.onQueueLost(resolve));
  bus.loseQueue('the disk was new');
  expect(await told).toBe('the disk was new');
  expect(await bus.messagesLeft()).toBe(0);
  await bus.close();
});
