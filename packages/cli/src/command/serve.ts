import { hostname } from 'node:os';
import { entryOf, serve } from '@latentsweep/app/services';
import { LEAST_TRIAL_LEASE_MS, TRIAL_LEASE_MS } from '@latentsweep/bus';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { besideDashboard } from '../live/dashboard.ts';
import { type Address, address } from '../option/address.ts';
import { wholeNumber } from '../option/parse.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { createLog } from '../terminal/log.ts';
import { VERSION } from '../version.ts';

interface ServeOptions {
  readonly leaseSeconds: number;
  readonly health?: Address;
  readonly dashboard?: Address;
  readonly name?: string;
}

export function define(command: Command): void {
  command
    .summary('coordinate the sweeps of a cluster')
    .description(
      'Runs the sweeps that are submitted to the store on the workers of the bus, until it is told to end (Ctrl-C or ' +
        'SIGTERM). Several may serve one store: one leads, the others stand by and take over within seconds. It trains ' +
        'nothing itself. One line an event goes to stderr, as JSON where that is not a terminal.',
    )
    .option(
      '--lease-seconds <N>',
      'after so long a silence a worker is given up and its trials run again',
      wholeNumber('--lease-seconds', LEAST_TRIAL_LEASE_MS / 1000, 3600),
      TRIAL_LEASE_MS / 1000,
    )
    .option(
      '--health <PORT|HOST:PORT>',
      'answer /healthz and /metrics there (default: no; host: 127.0.0.1)',
      address('--health', 9464),
    )
    .option(
      '--dashboard <PORT|HOST:PORT>',
      'serve the pages of the dashboard there (default: no; host: 127.0.0.1)',
      address('--dashboard', 8080),
    )
    .option('--name <NAME>', 'who this is, in logs and listings (default: host and process id)');
  withExamples(command, [
    ['sweep serve --store postgresql://sweep@db/results --bus nats://head:4222', 'coordinate'],
    ['sweep serve --config secured/coordinator.yaml --health 9100', 'with settings by file and metrics'],
  ]);
}

export async function run(context: Context, options: ServeOptions): Promise<void> {
  const { leaseSeconds, health = null, dashboard, name = `${hostname()}-${process.pid}` } = options;
  const log = createLog(context.terminal, { role: 'coordinator', name });
  const say = (url: string) => log.write(entryOf('info', 'dashboard', `Dashboard: ${url}`));
  await interruptible(
    () => log.write(entryOf('info', 'stopping', 'Stopping.')),
    (signal) => {
      const coordinate = () =>
        serve({
          ...{ name, version: VERSION, leaseSeconds, health, log, signal },
          openStore: () => context.store(),
          openBus: (waits) => context.openBus('coordinator', name, waits),
        });
      if (!dashboard) return coordinate();
      return besideDashboard(context, { ...dashboard, flag: '--dashboard' }, say, coordinate);
    },
  );
}
