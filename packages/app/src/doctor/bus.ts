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
    const fix = 'Start it with `nats-server -js`, or put `jetstream {}` into its configuration.';
    return [wrong('bus', `${server}, without JetStream`, fix)];
  }
  if (role === null) {
    const found = `${server}, which allows these credentials nothing that is needed, or does not answer`;
    const fix =
      'Check `prefix` and `credentials` in latentsweep.yaml; `sweep cluster init` writes a set that fits.';
    return [wrong('bus', found, fix)];
  }
  const known = ok('bus', `${server}, JetStream is on, credentials of a ${role}`);
  return streams === null ? [known] : [known, judgeStreams(streams, bus)];
}

function judgeStreams(
  streams: NonNullable<NatsInspection['streams']>,
  bus: Pick<BusOptions, 'storage' | 'replicas'>,
): Check {
  const missing = streams.filter(({ found }) => found === null).map(({ name }) => name);
  if (missing.length > 0) {
    const fix = 'A coordinator makes them when it starts: `sweep serve`';
    return warning('streams', `missing: ${missing.join(', ')}`, fix);
  }
  const troubled = streams.filter(({ found }) => found!.trouble !== null);
  if (troubled.length > 0) {
    const found = troubled.map(({ name, found }) => `${name}: ${found!.trouble}`).join('; ');
    const fix = 'See docs/cluster.md, When NATS takes nothing. The store has the truth: nothing is lost.';
    return wrong('streams', found, fix);
  }
  const text = streams.map(({ name, found }) => `${name} (${found!.messages} messages)`).join(', ');
  const kinds = [...new Set(streams.map(({ found }) => `${found!.storage}, ${found!.replicas} replicas`))];
  const wanted = `${bus.storage}, ${bus.replicas} replicas`;
  if (kinds.every((kind) => kind === wanted)) return ok('streams', text);
  const fix = `The settings ask for ${wanted}: start the coordinator again with them.`;
  return warning('streams', `${text}; kept in ${kinds.join(' and ')}`, fix);
}
