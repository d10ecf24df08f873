import { afterAll, beforeAll } from 'vitest';
import { examineBus } from '../exam.ts';
import { describeWithNats, NatsServer } from '../fixtures/index.ts';
import { openNatsBus } from './bus.ts';

describeWithNats('NATS', () => {
  let server: NatsServer;
  beforeAll(async () => {
    server = await NatsServer.start();
  });
  afterAll(() => server.remove());

  let buses = 0;
  examineBus('The bus on NATS', async ({ queueLimit, ackWaitMs }) => {
    const waits = { jobAckWaitMs: ackWaitMs, resultAckWaitMs: ackWaitMs };
    const common = { url: server.url, prefix: `exam${++buses}`, queueLimit, ...waits };
    return {
      coordinator: await openNatsBus({ ...common, role: 'coordinator', name: 'c' }),
      worker: await openNatsBus({ ...common, role: 'worker', name: 'w' }),
    };
  });
});
