import { EndingRate, secondsLeft } from '../coordinate/rate.ts';
import { endedOf, totalOf } from '../coordinate/status.ts';
import type { RunStatus } from '../port.ts';
import { leaseText } from './held.ts';
import { obstacleOf, type Wording } from './obstacle.ts';
import { atWork, type Sighting } from './sighting.ts';

/** Makes of what is seen of a sweep, again and again, how it goes. */
export class Follower {
  readonly #wording: Wording;
  #rate: EndingRate | null = null;
  #ended = 0;

  constructor(wording: Wording) {
    this.#wording = wording;
  }

  /** `now`: milliseconds of a clock that does not jump. */
  see(sighting: Sighting, now: number): RunStatus {
    const { sweep, counts, best, workers } = sighting;
    // What was taken over took no time, and trials that a cancelled sweep drops are not its work.
    const ended = endedOf(counts) - counts.reused - counts.cancelled;
    if (this.#rate === null) this.#rate = new EndingRate(now);
    else if (ended > this.#ended) this.#rate.note(ended - this.#ended, now);
    this.#ended = Math.max(this.#ended, ended);
    const trialsPerSecond = this.#rate.perSecond(now);
    const total = totalOf(counts, sweep);
    const there = atWork(workers);
    return {
      ...{ sweep, counts, total, best, trialsPerSecond },
      endedHere: this.#rate.total,
      secondsLeft: secondsLeft(total - endedOf(counts), trialsPerSecond),
      jobs: [],
      notice: obstacleOf(sighting, this.#wording) ?? leaseText(sighting.held),
      ...(sweep.onCluster
        ? { workers: { count: there.length, slots: there.reduce((sum, { slots }) => sum + slots, 0) } }
        : {}),
    };
  }
}
