/** The bus, with a place to strike at each message that matters. */

import { type Bus, type Delivery, type NatsOptions, openNatsBus as open } from '@latentsweep/bus';
import { plan, type Strike } from './plan.ts';
import { passing } from './strike.ts';

export * from '@latentsweep/bus';

export async function openNatsBus(options: NatsOptions): Promise<Bus> {
  const bus = await open({ ...options, ...plan.bus });
  // The bus has getters, which a copy would freeze.
  return Object.setPrototypeOf(
    {
      publishJob: (job) => passing('bus.publishJob', () => bus.publishJob(job)),
      publishResult: (result) => passing('bus.publishResult', () => bus.publishResult(result)),
      pullJobs: async (...args) => (await bus.pullJobs(...args)).map((one) => watched('job.ack', one)),
      pullResults: async (...args) =>
        (await bus.pullResults(...args)).map((one) => watched('result.ack', one)),
    } satisfies Partial<Bus>,
    bus,
  );
}

function watched<T>(at: Strike['at'], delivery: Delivery<T>): Delivery<T> {
  return { ...delivery, ack: () => passing(at, () => delivery.ack()) };
}
