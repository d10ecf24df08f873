import type { FailedTrial } from '@latentsweep/core';

/** What a trial of a program fails with: a word that stays, before the sentence that may change. */
export const FAILURE_WORDS = [
  /** The command, or its folder, is not there. */
  'no_such_program',
  'not_executable',
  /** The system had no room for another process. */
  'not_started',
  /** The config can't be given in this way. */
  'bad_config',
  'exit_code',
  'signal',
  'time_limit',
  'memory_limit',
  'output_limit',
  'process_limit',
  'missing_metric',
  'bad_report',
  /** A warm program said so of a trial. */
  'program_failed',
] as const;

export type FailureWord = (typeof FAILURE_WORDS)[number];

/** Why a trial ends without a result. */
export class Failure extends Error {
  readonly word: FailureWord;

  constructor(word: FailureWord, detail: string) {
    super(detail);
    this.name = 'Failure';
    this.word = word;
  }

  get result(): FailedTrial {
    return { outcome: 'failed', error: `${this.word}: ${this.message}` };
  }
}
