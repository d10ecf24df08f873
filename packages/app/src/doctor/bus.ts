import { inspectNats, type NatsInspection, type NatsOptions } from '@latentsweep/bus';
import { type Check, failed, ok, warning, wrong } from './check.ts';

export interface AskedBus {
  readonly options: BusOptions;
  /** What is wrong with the file of the credentials, in a sentence, or null. */
  readonly note: string | null;
}

type BusOptions = Omit<NatsOptions, 'role'>;

/**
 * Connects to the bus, changing nothing: does it answer, as what does it take us, is everything there? `ask` may throw
 * where the settings are wrong.
 */
export async function busChecks(ask: () => AskedBus): Promise<Check[]> {
  try {
    const { options, note } = ask();
    const checks = judgeBus(await inspectNats(options), options);
    return note === null
      ? checks
      : [...checks, warning('credentials', note, 'Only their owner should read them.')];
  } catch (error) {
    return [failed('bus', error, 'Check --bus, LATENTSWEEP_BUS and latentsweep.yaml.')];
  }
}

export function judgeBus(
  seen: NatsInspection,
  bus: Pick<BusOptions, 'url' | 'storage' | 'replicas'>,
): Check[] {
  const { version, jetStream, role, streams } = seen;
  const server = `nats-server ${version} at ${bus.url}`;
  if (!jetStream) {
    return [
      wrong(
        'bus',
        `${server}, without JetStream`,
        'Start it with `nats-server -js`, or put `jetstream {}` into its configuration.',
      ),
    ];
  }
  if (role === null) {
    return [
      wrong(
        'bus',
        `${server}, which allows these credentials nothing that is needed, or does not answer`,
        'Check `prefix` and `credentials` in latentsweep.yaml; `sweep cluster init` writes a set that fits.',
      ),
    ];
  }
  const article = role === 'coordinator' ? 'a coordinator' : `a ${role}`;
  const checks = [ok('bus', `${server}, JetStream is on, credentials of ${article}`)];
  if (streams === null) return checks;
  const missing = streams.filter(({ found }) => found === null).map(({ name }) => name);
  if (missing.length > 0) {
    const found = `missing: ${missing.join(', ')}`;
    return [...checks, warning('streams', found, 'A coordinator makes them when it starts: `sweep serve`')];
  }
  const troubled = streams.filter(({ found }) => found!.trouble !== null);
  if (troubled.length > 0) {
    const found = troubled.map(({ name, found }) => `${name}: ${found!.trouble}`).join('; ');
    return [
      ...checks,
      wrong(
        'streams',
        found,
        'See docs/cluster.md, When NATS takes nothing. The store has the truth: nothing is lost.',
      ),
    ];
  }
  const text = streams.map(({ name, found }) => `${name} (${found!.messages} messages)`).join(', ');
  const kinds = [...new Set(streams.map(({ found }) => `${found!.storage}, ${found!.replicas} replicas`))];
  const wanted = `${bus.storage}, ${bus.replicas} replicas`;
  return [
    ...checks,
    kinds.every((kind) => kind === wanted)
      ? ok('streams', text)
      : warning(
          'streams',
          `${text}; kept in ${kinds.join(' and ')}`,
          `The settings ask for ${wanted}: start the coordinator again with them.`,
        ),
  ];
}
