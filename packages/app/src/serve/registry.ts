import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the names of all metrics start with. */
export const PREFIX = 'latentsweep_';

/** Metrics of this process: its CPU time, memory and event loop, and which program it is. */
export function createRegistry(role: 'worker' | 'coordinator', version: string): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: PREFIX });
  const info = new Gauge({
    name: `${PREFIX}info`,
    help: 'Always 1; the labels say what runs.',
    labelNames: ['role', 'version'],
    registers: [registry],
  });
  info.set({ role, version }, 1);
  return registry;
}

/** A gauge that is read when it is asked for; absent where there is no value. */
export function gauge(registry: Registry, name: string, help: string, read: () => number | null): void {
  new Gauge({
    name: PREFIX + name,
    help,
    registers: [registry],
    collect() {
      const value = read();
      if (value === null) this.remove();
      else this.set(value);
    },
  });
}

export function counter<Label extends string = never>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
): Counter<Label> {
  return new Counter({ name: PREFIX + name, help, labelNames, registers: [registry] });
}

export function histogram(
  registry: Registry,
  name: string,
  help: string,
  buckets: readonly number[],
): Histogram {
  return new Histogram({ name: PREFIX + name, help, buckets: [...buckets], registers: [registry] });
}
