import type { ServeEvent } from '@latentsweep/coordinator';
import { Gauge, type Registry } from 'prom-client';

interface Wish {
  readonly labels: string;
  readonly slots: number;
}

/**
 * How many slots the sweeps that run could keep busy, by the labels that they require: what an autoscaler goes by. The
 * bus does not tell, since jobs are put there for the slots that there are.
 */
export class SlotsWanted {
  readonly #sweeps = new Map<string, Wish>();

  note(event: ServeEvent): void {
    if (event.kind === 'status') {
      const { sweep, requires, status } = event;
      this.#sweeps.set(sweep, { labels: key(requires), slots: status.slotsWanted ?? 0 });
    } else if (event.kind === 'sweep ended' || event.kind === 'sweep failed to run') {
      this.#sweeps.delete(event.sweep);
    } else if (event.kind === 'lost the lead') this.#sweeps.clear();
  }

  /** 0 where no sweep requires just these labels. */
  of(requires: readonly string[]): number {
    const labels = key(requires);
    let slots = 0;
    for (const wish of this.#sweeps.values()) if (wish.labels === labels) slots += wish.slots;
    return slots;
  }

  /** The same as `latentsweep_slots_wanted`. That of no labels is always there. */
  export(registry: Registry): void {
    const wanted = this;
    new Gauge({
      name: 'latentsweep_slots_wanted',
      help: 'Slots that what waits and runs could keep busy, by the labels that it requires.',
      labelNames: ['requires'],
      registers: [registry],
      collect() {
        this.reset();
        for (const requires of ['', ...wanted.#labels()])
          this.set({ requires }, wanted.of(requires.split(',')));
      },
    });
  }

  #labels(): Set<string> {
    return new Set([...this.#sweeps.values()].map(({ labels }) => labels));
  }
}

const key = (requires: readonly string[]): string => [...new Set(requires)].filter(Boolean).sort().join(',');
