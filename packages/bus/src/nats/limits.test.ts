import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterEach, expect, it } from 'vitest';
import { exampleJob, exampleResult } from '../fixtures/examples.ts';
import { describeWithNats, findNatsServers, NatsServer, type NatsServerOptions } from '../fixtures/index.ts';
import type { Bus } from '../port.ts';
import { openNatsBus } from './bus.ts';

/** With a long curve each, so that some fill a message, and a limit. */
const EPOCHS = 300;
const COUNT = 40;
const RESULTS = 'latentsweep-results';

for (const { path: binary, version } of await findNatsServers()) {
  describeWithNats(`A bus on nats-server ${version} with limits that an operator set`, () => {
    let closing: (() => Promise<void>)[] = [];
    let nc: NatsConnection;
    let server: NatsServer;
    let coordinator: Bus;
    let worker: Bus;
    const start = async (options: NatsServerOptions = {}, account = {}) => {
      server = await NatsServer.start({ ...options, binary });
      nc = await connect({ servers: `127.0.0.1:${server.port}`, ...account });
      coordinator = await openNatsBus({ url: server.url, role: 'coordinator', name: 'c' });
      worker = await openNatsBus({ url: server.url, role: 'worker', name: 'w' });
      closing = [() => worker.close(), () => coordinator.close(), () => nc.close(), () => server.remove()];
    };
    afterEach(async () => {
      for (const close of closing.splice(0)) await close();
    });

    /** Publishes results, each in a message of its own, and counts those that the worker takes for delivered. */
    const publish = (count: number) => {
      const delivered = new Set<number>();
      const all = Promise.all(
        Array.from({ length: count }, async (_, trial) => {
          await sleep(5 * trial);
          await worker.publishResult(exampleResult(trial, EPOCHS));
          delivered.add(trial);
        }),
      );
      return { delivered, all };
    };
    const storedTrials = async (): Promise<Set<number>> => {
      const jsm = await jetstreamManager(nc, { checkAPI: false });
      const { state } = await jsm.streams.info(RESULTS);
      const trials = new Set<number>();
      for (let seq = state.first_seq; seq <= state.last_seq && state.messages > 0; seq++) {
        const message = await jsm.streams.getMessage(RESULTS, { seq }).catch(() => null);
        for (const { trialId } of message?.json<{ trialId: number }[]>() ?? []) trials.add(trialId);
      }
      return trials;
    };
    const limit = async (config: object) => {
      const jsm = await jetstreamManager(nc, { checkAPI: false });
      await jsm.streams.update(RESULTS, config);
    };
    const untilTold = async (bus: Bus, words: string) => {
      while (!bus.troubles.some((trouble) => trouble.includes(words))) await sleep(20);
    };
    const pullAll = async (count: number): Promise<Set<number>> => {
      const trials = new Set<number>();
      while (trials.size < count) {
        for (const delivery of await coordinator.pullResults(64, 500)) {
          trials.add(delivery.message.trialId);
          await delivery.ack();
        }
      }
      return trials;
    };
    /** Whatever stands in the way: what was delivered is stored, the rest waits and says so, and comes in the end. */
    const examine = async (words: string, lift: () => Promise<unknown>) => {
      const { delivered, all } = publish(COUNT);
      await untilTold(worker, words);
      expect(delivered.size).toBeLessThan(COUNT);
      expect([...(await storedTrials())].sort()).toEqual([...delivered].sort());
      await lift();
      expect((await pullAll(COUNT)).size).toBe(COUNT);
      await all;
      while (worker.troubles.length > 0) await sleep(20);
    };

    it('takes no result for stored that exceeds the bytes of the stream', async () => {
      await start();
      await limit({ max_bytes: 100_000 });
      // Room comes as results are pulled.
      await examine('maximum bytes', async () => {});
    });

    it('stores results one by one for which there is no room in a message', async () => {
      await start();
      await limit({ max_bytes: 100_000 });
      // At once, so that they travel together, in more than the stream may have.
      const all = Promise.all(
        Array.from({ length: COUNT }, (_, trial) => worker.publishResult(exampleResult(trial, EPOCHS))),
      );
      expect((await pullAll(COUNT)).size).toBe(COUNT);
      await all;
    });

    it('takes no result for stored that exceeds the messages of the stream', async () => {
      await start();
      await limit({ max_msgs: 5 });
      await examine('maximum messages', async () => {});
    });

    it('takes no result for stored that exceeds the storage of the server', async () => {
      await start({ jetstream: 'max_file_store: 100000' });
      await examine('resource', async () => {});
    });

    it('takes no result for stored that exceeds the storage of its account', async () => {
      const config = `accounts { A: { jetstream: { max_file: 100000 }, users: [ { user: a, password: a } ] } }
no_auth_user: a`;
      await start({ config }, { user: 'a', pass: 'a' });
      await examine('resource limits exceeded for account', async () => {});
    });

    it('sends results one by one that are too big for a message together', async () => {
      await start({ config: 'max_payload: 40000' });
      await Promise.all(
        Array.from({ length: 20 }, (_, trial) => worker.publishResult(exampleResult(trial, EPOCHS))),
      );
      expect((await storedTrials()).size).toBe(20);
    });

    it('fails only the result that is too big for the stream, whatever it travels with', async () => {
      await start();
      await limit({ max_msg_size: 60_000 });
      const epochs = (trial: number) => (trial === 3 ? 2000 : EPOCHS);
      const ends = await Promise.allSettled(
        Array.from({ length: 8 }, (_, trial) => worker.publishResult(exampleResult(trial, epochs(trial)))),
      );
      const failed = ends.flatMap((end, trial) =>
        end.status === 'rejected' ? [[trial, end.reason.code]] : [],
      );
      expect(failed).toEqual([[3, 'message_too_big']]);
      expect((await storedTrials()).size).toBe(7);
    });

    it('waits with jobs for which there is no room, and says so', async () => {
      // No limit of the stream: at one, nats-server 2.9 takes a message and drops the oldest instead.
      await start({ jetstream: 'max_file_store: 5000' });
      const jsm = await jetstreamManager(nc, { checkAPI: false });
      let stored = 0;
      const publishing = Promise.all(
        Array.from({ length: 20 }, (_, trial) =>
          coordinator.publishJob(exampleJob(trial)).then(() => {
            stored += 1;
          }),
        ),
      );
      await untilTold(coordinator, 'resource');
      expect((await jsm.streams.info('latentsweep-jobs')).state.messages).toBe(stored);
      expect(stored).toBeLessThan(20);
      const trials = new Set<number>();
      while (trials.size < 20) {
        for (const delivery of await worker.pullJobs(8, 500)) {
          trials.add(delivery.message.milestones[0]!.trialId);
          await delivery.ack();
        }
      }
      await publishing;
      while (coordinator.troubles.length > 0) await sleep(20);
    });
  });
}
