/** What a worker and a process that trains for it hand to each other; all of it is copied. */

import type { ThreadPost, ThreadReply, ThreadTask } from '../thread/protocol.ts';

export type ToProcess =
  | {
      readonly kind: 'run';
      readonly task: Omit<ThreadTask, 'contents' | 'board'>;
      /** Those that the last batch did not have. */
      readonly contents: readonly (readonly [sha256: string, bytes: Uint8Array])[];
      /** Those that the last batch had and this one needs. */
      readonly kept: readonly string[];
    }
  /** The worker has taken these jobs back, or wants them to end at their next epoch. */
  | { readonly kind: 'let go'; readonly batch: number; readonly jobs: readonly number[] };

export type FromProcess =
  | { readonly kind: 'post'; readonly post: ThreadPost }
  /** How its jobs stand. */
  | { readonly kind: 'board'; readonly batch: number; readonly words: Int32Array }
  | { readonly kind: 'reply'; readonly batch: number; readonly reply: ThreadReply }
  | { readonly kind: 'threw'; readonly batch: number; readonly error: ThrownError };

/** An error, as far as it is told to people or decides what is done. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly hint: string | undefined;
  /** Of a backend that is missing. */
  readonly reason: string | undefined;
  readonly ofMemory: boolean;
}
