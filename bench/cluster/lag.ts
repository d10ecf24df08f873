import { connect, type NatsConnection } from '@nats-io/transport-node';

/** Jobs that were published and not begun are forgotten after this. */
const MOST_KEPT = 50_000;

/** Hears every job that is published and every one that a worker begins, and how long lay between. */
export class LagMeter {
  readonly #nc: NatsConnection;
  readonly #published = new Map<string, number>();
  #lags: number[] = [];

  private constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  static async open(url: string, prefix = 'latentsweep'): Promise<LagMeter> {
    const nc = await connect({ servers: url.replace('nats://', '') });
    const meter = new LagMeter(nc);
    nc.subscribe(`${prefix}.jobs.>`, {
      callback: (_, { subject }) => meter.#notePublished(subject.split('.').slice(-3).join('.')),
    });
    nc.subscribe(`${prefix}.progress.*`, {
      callback: (_, message) => {
        for (const { kind, jobId } of message.json<{ kind: string; jobId: string }[]>()) {
          if (kind === 'started') meter.#noteStarted(jobId);
        }
      },
    });
    await nc.flush();
    return meter;
  }

  /** Milliseconds of the jobs begun since the last call. */
  take(): number[] {
    return this.#lags.splice(0);
  }

  close(): Promise<void> {
    return this.#nc.close();
  }

  #notePublished(jobId: string): void {
    this.#published.set(jobId, performance.now());
    if (this.#published.size > MOST_KEPT) this.#published.delete(this.#published.keys().next().value!);
  }

  #noteStarted(jobId: string): void {
    const at = this.#published.get(jobId);
    if (at === undefined) return;
    this.#published.delete(jobId);
    this.#lags.push(performance.now() - at);
  }
}
