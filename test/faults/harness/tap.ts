import { connect, headers, type NatsConnection } from '@nats-io/transport-node';

/** A message on the bus as it went by, or as the test makes it. */
export interface Passing {
  readonly subject: string;
  readonly data: Uint8Array;
}

/** What is known of a result without reading its figures. */
export interface PassingResult {
  readonly trialId: number;
  readonly attempt: number;
  readonly worker: string;
  readonly result: { readonly outcome: string };
}

const PREFIX = 'latentsweep';

/** A client of the test's own that listens to what passes over the bus and adds to it. */
export class Tap {
  readonly results: (PassingResult & { readonly from: Passing })[] = [];
  readonly jobs: Passing[] = [];
  readonly #nc: NatsConnection;

  private constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  static async on(url: string): Promise<Tap> {
    const nc = await connect({ servers: url, maxReconnectAttempts: -1, reconnectTimeWait: 200 });
    const tap = new Tap(nc);
    nc.subscribe(`${PREFIX}.jobs.>`, {
      callback: (_, { subject, data }) => {
        tap.jobs.push({ subject, data: data.slice() });
      },
    });
    nc.subscribe(`${PREFIX}.results.>`, {
      callback: (_, { subject, data }) => tap.#noteResults({ subject, data: data.slice() }),
    });
    await nc.flush();
    return tap;
  }

  /** `id`: what the stream knows duplicates by; none: it is stored whatever was before. */
  publish({ subject, data }: Passing, id?: string): void {
    const named = headers();
    if (id !== undefined) named.set('Nats-Msg-Id', id);
    this.#nc.publish(subject, data, { headers: named });
  }

  publishText(subject: string, text: string): void {
    this.publish({ subject: `${PREFIX}.${subject}`, data: new TextEncoder().encode(text) });
  }

  /** Asks the server's JetStream; returns its answer. */
  async ask<T>(subject: string, request: unknown = ''): Promise<T> {
    const text = request === '' ? '' : JSON.stringify(request);
    return (await this.#nc.request(`$JS.API.${subject}`, text, { timeout: 5000 })).json<T>();
  }

  /** Publishes to a stream and waits until it is stored. */
  async store(subject: string, data: Uint8Array): Promise<void> {
    await this.#nc.request(subject, data, { timeout: 5000 });
  }

  get connection(): NatsConnection {
    return this.#nc;
  }

  async close(): Promise<void> {
    await this.#nc.close();
  }

  #noteResults(from: Passing): void {
    try {
      for (const one of JSON.parse(new TextDecoder().decode(from.data)) as PassingResult[]) {
        this.results.push({ ...one, from });
      }
    } catch {
      // One that the test itself made, to be unreadable.
    }
  }
}
