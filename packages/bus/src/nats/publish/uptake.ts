import { Listeners } from '../../listeners.ts';
import type { Refusal } from './refusals.ts';

/** Publishes in a row without an answer, each of several seconds. */
const MOST_UNANSWERED = 2;
/** How long a stream may refuse everything before that is worth a word: a queue that is full empties by itself. */
const PATIENCE_MS = 3000;

/** What became of a publish. */
export type Taken = 'stored' | 'no answer' | Refusal;

interface State {
  unanswered: number;
  /** Since when nothing was stored, on a clock that does not jump. */
  refusedSince: number | null;
  refusal: string;
  /** What was found out since. */
  diagnosis: string | null;
  told: string | null;
}

/** Keeps account of what each stream makes of what is published to it, and says where it takes nothing any more. */
export class Uptake {
  readonly #queue: string;
  readonly #now: () => number;
  readonly #streams = new Map<string, State>();
  readonly #listeners = new Listeners<readonly string[]>();

  /** `queue`: the stream that is full now and then, which is how it is meant to be. */
  constructor(queue: string, now = () => performance.now()) {
    this.#queue = queue;
    this.#now = now;
  }

  /** For people, one a stream; empty while all is well. */
  get troubles(): readonly string[] {
    return [...this.#streams.values()].flatMap(({ told }) => told ?? []);
  }

  onTrouble(listener: (troubles: readonly string[]) => void): () => void {
    return this.#listeners.add(listener);
  }

  note(stream: string, taken: Taken): void {
    const state = this.#streams.get(stream) ?? clean();
    this.#streams.set(stream, state);
    if (taken === 'no answer') state.unanswered += 1;
    else if (taken === 'stored' || (taken.kind === 'full' && stream === this.#queue)) {
      Object.assign(state, clean(), { told: state.told });
    } else {
      state.unanswered = 0;
      state.diagnosis = null;
      state.refusedSince ??= this.#now();
      state.refusal = taken.reason;
    }
    this.#tell(stream, state);
  }

  /** What was found out about a stream that takes nothing; it holds until something is stored. */
  diagnose(stream: string, diagnosis: string): void {
    const state = this.#streams.get(stream) ?? clean();
    this.#streams.set(stream, state);
    state.diagnosis = diagnosis;
    this.#tell(stream, state);
  }

  close(): void {
    this.#listeners.clear();
  }

  #tell(stream: string, state: State): void {
    const told = this.#reasonOf(stream, state);
    if (told === state.told) return;
    state.told = told;
    this.#listeners.tell(this.troubles);
  }

  #reasonOf(stream: string, { unanswered, refusedSince, refusal, diagnosis }: State): string | null {
    if (diagnosis !== null) return diagnosis;
    if (unanswered >= MOST_UNANSWERED) {
      return `NATS gives no answer to what is published to ${stream}: its disk may be full, or was`;
    }
    if (refusedSince === null || this.#now() - refusedSince < PATIENCE_MS) return null;
    return `NATS stores nothing in ${stream}: ${refusal}`;
  }
}

const clean = (): State => ({ unanswered: 0, refusedSince: null, refusal: '', diagnosis: null, told: null });
