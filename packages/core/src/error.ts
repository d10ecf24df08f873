import { redacted } from './redact.ts';

/** What every error that a user may see carries: a stable code, the rule with the value seen, and what to do. */
export class LatentsweepError extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LatentsweepError';
    this.code = code;
    this.hint = hint;
  }
}

/** The user's input is at fault: nothing ran, exit code 2. */
export class InputError extends LatentsweepError {
  /** Every fault found, where there may be several (a sweep file). */
  readonly faults: readonly Fault[];

  constructor(code: string, message: string, hint: string, faults: readonly Fault[] = []) {
    super(code, message, hint);
    this.name = 'InputError';
    this.faults = faults;
  }
}

/** One fault in a user's file. `path` reads as in the file: `parameters.dropout.max`; `line` counts from 1. */
export interface Fault {
  readonly code: string;
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
  readonly hint: string;
}

/** What an error says, for people to read. */
export function reasonOf(error: unknown): string {
  return redacted(error instanceof Error ? error.message : String(error));
}
