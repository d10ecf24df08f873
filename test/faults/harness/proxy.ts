import { connect, createServer, type Server, type Socket } from 'node:net';

/** What becomes of the bytes of all connections. */
export type Weather =
  | { readonly kind: 'clear' }
  /** Connections end, and new ones are refused. */
  | { readonly kind: 'cut' }
  /** Connections stay open, and nothing passes: not even later. */
  | { readonly kind: 'half-open' }
  /** Everything arrives late, in its order. */
  | { readonly kind: 'delay'; readonly ms: () => number }
  /** Bytes pass in one direction only; those of the other are gone. */
  | { readonly kind: 'one-way'; readonly passes: 'to server' | 'to client' };

type Direction = 'to server' | 'to client';

/** A TCP proxy in front of a port of this machine. */
export class WeatherProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #weather: Weather = { kind: 'clear' };
  /** What happened to connections and to pieces of data. */
  readonly seen = { accepted: 0, refused: 0, dropped: 0, delayed: 0 };

  private constructor(target: number) {
    this.#server = createServer((client) => {
      if (this.#weather.kind === 'cut') {
        this.seen.refused += 1;
        client.destroy();
        return;
      }
      this.seen.accepted += 1;
      const server = connect(target, '127.0.0.1');
      this.#pass(client, server, 'to server');
      this.#pass(server, client, 'to client');
    });
  }

  static async to(target: number, host = '127.0.0.1'): Promise<WeatherProxy> {
    const proxy = new WeatherProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, host, resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  set weather(weather: Weather) {
    this.#weather = weather;
    if (weather.kind === 'cut') this.#endAll();
  }

  async close(): Promise<void> {
    this.#weather = { kind: 'cut' };
    this.#endAll();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #endAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #pass(from: Socket, to: Socket, direction: Direction): void {
    this.#sockets.add(from);
    // A stream that lost a piece is of no use any more: nothing may follow it.
    let broken = false;
    let arrival = 0;
    from.on('data', (data) => {
      const weather = this.#weather;
      broken ||= weather.kind === 'half-open' || (weather.kind === 'one-way' && weather.passes !== direction);
      if (broken) {
        this.seen.dropped += 1;
        return;
      }
      const now = performance.now();
      const due = weather.kind === 'delay' ? now + weather.ms() : now;
      if (due <= now && arrival <= now) {
        to.write(data);
        return;
      }
      this.seen.delayed += 1;
      arrival = Math.max(arrival, due);
      setTimeout(() => to.write(data), arrival - now);
    });
    from.on('error', () => {});
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
