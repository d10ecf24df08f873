import { cellAsJson } from '@latentsweep/app';
import type { RunStatus, Sighting } from '@latentsweep/coordinator';

/** How a sweep goes as one line of JSON. */
export function statusLine(status: RunStatus, { leader }: Sighting, at: Date): string {
  const { sweep, counts, total, trialsPerSecond, secondsLeft, best, workers, notice } = status;
  const object = {
    ...{ at, id: sweep.id, sweep: sweep.slug, state: sweep.state, reason: sweep.reason },
    ...{ total, ...counts },
    trials_per_second: trialsPerSecond,
    seconds_left: secondsLeft,
    ...{
      metric: sweep.metric,
      best: best?.value ?? null,
      best_n: best?.n ?? null,
      best_config: best?.config ?? null,
    },
    ...{ coordinator: leader, workers: workers?.count ?? null, slots: workers?.slots ?? null },
    waits_for: notice,
  };
  return `${JSON.stringify(cellAsJson(object))}\n`;
}
