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

export type Uptake = ReturnType<typeof openUptake>;

/**
 * Keeps account of what each stream makes of what is published to it, and says where it takes nothing any more.
 * `queue`: the stream that is full now and then, which is how it is meant to be.
 */
export function openUptake(queue: string, now = () => performance.now()) {
  const streams = new Map<string, State>();
  const listeners = new Listeners<readonly string[]>();

  /** For people, one a stream; empty while all is well. */
  const troubles = (): readonly string[] => [...streams.values()].flatMap(({ told }) => told ?? []);

  function change(stream: string, apply: (state: State) => void): void {
    const state = streams.get(stream) ?? clean();
    streams.set(stream, state);
    apply(state);
    const told = reasonOf(stream, state);
    if (told === state.told) return;
    state.told = told;
    listeners.tell(troubles());
  }

  function reasonOf(stream: string, { unanswered, refusedSince, refusal, diagnosis }: State): string | null {
    if (diagnosis !== null) return diagnosis;
    if (unanswered >= MOST_UNANSWERED) {
      return `NATS gives no answer to what is published to ${stream}: its disk may be full, or was`;
    }
    if (refusedSince === null || now() - refusedSince < PATIENCE_MS) return null;
    return `NATS stores nothing in ${stream}: ${refusal}`;
  }

  return {
    troubles,
    listeners,
    note: (stream: string, taken: Taken) =>
      change(stream, (state) => {
        if (taken === 'no answer') state.unanswered += 1;
        else if (taken === 'stored' || (taken.kind === 'full' && stream === queue)) {
          Object.assign(state, clean(), { told: state.told });
        } else {
          state.unanswered = 0;
          state.diagnosis = null;
          state.refusedSince ??= now();
          state.refusal = taken.reason;
        }
      }),
    /** What was found out about a stream that takes nothing; it holds until something is stored. */
    diagnose: (stream: string, diagnosis: string) =>
      change(stream, (state) => {
        state.diagnosis = diagnosis;
      }),
  };
}

const clean = (): State => ({ unanswered: 0, refusedSince: null, refusal: '', diagnosis: null, told: null });
