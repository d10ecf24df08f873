import type { Bus } from '@latentsweep/bus';
import { oneEach, type TrialLedger, type TrialOutcome } from '@latentsweep/store';

/** What the artifacts of a sweep may take on a bus between machines. */
const MOST_BYTES = 10 * 1024 ** 3;

export interface OfSweep {
  readonly sweepId: number;
  readonly outcome: TrialOutcome;
}

/** Bounds what the artifacts of a sweep take on the bus: a trial's that would be too many are not kept, and its log says so. */
export class ArtifactRoom {
  readonly #files: Pick<Bus['files'], 'removeArtifacts'>;
  readonly #store: Pick<TrialLedger, 'artifactBytes'>;
  readonly #most: number;
  /** Bytes, by sweep. */
  readonly #used = new Map<number, number>();

  constructor(
    files: Pick<Bus['files'], 'removeArtifacts'>,
    store: Pick<TrialLedger, 'artifactBytes'>,
    most = MOST_BYTES,
  ) {
    this.#files = files;
    this.#store = store;
    this.#most = most;
  }

  /** The same outcomes, some without artifacts. */
  async fit(arrived: readonly OfSweep[]): Promise<OfSweep[]> {
    const used = new Map<number, number>();
    const fitted: OfSweep[] = [];
    const taken = takenOf(arrived);
    for (const { sweepId, outcome } of arrived) {
      const bytes = bytesOf(outcome);
      if (bytes === 0 || !taken.has(outcome)) {
        fitted.push({ sweepId, outcome });
        continue;
      }
      const before = used.get(sweepId) ?? (await this.#usedBy(sweepId));
      if (before + bytes <= this.#most) {
        used.set(sweepId, before + bytes);
        fitted.push({ sweepId, outcome });
      } else {
        const { artifacts = [], log = '' } = outcome;
        const why = fullText(artifacts.length, bytes, before, this.#most);
        fitted.push({ sweepId, outcome: { ...outcome, artifacts: undefined, log: `${log}${why}\n` } });
      }
    }
    return fitted;
  }

  /** The trials have `ended` by these outcomes: what was not kept of them goes. `arrived`: as given to `fit`. */
  settle(arrived: readonly OfSweep[], fitted: readonly OfSweep[], ended: ReadonlySet<number>): void {
    const taken = takenOf(fitted);
    for (const [i, { sweepId, outcome }] of fitted.entries()) {
      if (!taken.has(outcome) || !ended.has(outcome.trialId)) continue;
      const used = this.#used.get(sweepId);
      if (used !== undefined) this.#used.set(sweepId, used + bytesOf(outcome));
      if (bytesOf(outcome) === bytesOf(arrived[i]!.outcome)) continue;
      // What stays all the same goes with its sweep.
      this.#files.removeArtifacts(sweepId, outcome.trialId).catch(() => {});
    }
  }

  forget(sweepId: number): void {
    this.#used.delete(sweepId);
  }

  async #usedBy(sweepId: number): Promise<number> {
    const used = this.#used.get(sweepId) ?? (await this.#store.artifactBytes(sweepId));
    this.#used.set(sweepId, used);
    return used;
  }
}

/** One a trial, that which the store takes of several: they come of attempts, or of one that was delivered twice. */
const takenOf = (outcomes: readonly OfSweep[]): ReadonlySet<TrialOutcome> =>
  new Set(oneEach(outcomes.map(({ outcome }) => outcome)).values());

const bytesOf = ({ artifacts = [] }: TrialOutcome) => artifacts.reduce((sum, { bytes }) => sum + bytes, 0);

function fullText(files: number, bytes: number, before: number, most: number): string {
  const [own, used, bound] = [bytes, before, most].map((each) => (each / 1024 ** 2).toFixed(1));
  return (
    `latentsweep: artifacts_full: its ${files} artifacts (${own} MB) are not kept: those of the sweep take ${used} MB on the ` +
    `bus, and may take ${bound} MB; have trials leave less, or make several sweeps of it`
  );
}
