/** What is asked of NATS from outside. Its client is loaded only then: most commands speak to no server. */

import type { Bus } from '../port.ts';
import type { NatsInspection } from './inspect.ts';
import type { NatsOptions } from './options.ts';

/** As `openNatsBus` in bus.ts. */
export async function openNatsBus(options: NatsOptions): Promise<Bus> {
  const nats = await import('./bus.ts');
  return nats.openNatsBus(options);
}

/** As `inspectNats` in inspect.ts. */
export async function inspectNats(options: Omit<NatsOptions, 'role'>): Promise<NatsInspection> {
  const nats = await import('./inspect.ts');
  return nats.inspectNats(options);
}
