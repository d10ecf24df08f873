import { connect } from '@nats-io/transport-node';
import { expect, it } from 'vitest';
import { describeWithNats, NatsServer } from '../../fixtures/index.ts';
import { openNatsBus } from '../bus.ts';

describeWithNats('Pulling from NATS', () => {
  it('waits by one request, also for a fraction of a millisecond more', async () => {
    const server = await NatsServer.start();
    const watch = await connect({ servers: server.url.slice('nats://'.length) });
    try {
      const bus = await openNatsBus({ url: server.url, role: 'coordinator', name: 'c' });
      let requests = 0;
      watch.subscribe('$JS.API.CONSUMER.MSG.NEXT.>', {
        callback: () => {
          requests += 1;
        },
      });
      await watch.flush();
      expect(await bus.pullResults(10, 300.123_456)).toEqual([]);
      await watch.flush();
      // One more may follow within the last millisecond.
      expect(requests).toBeLessThanOrEqual(3);
      await bus.close();
    } finally {
      await watch.close();
      await server.remove();
    }
  });
});
