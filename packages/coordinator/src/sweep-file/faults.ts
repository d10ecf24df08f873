import type { Fault } from '@latentsweep/core';
import type { Place } from './tree.ts';

/** Past so many a file is not a sweep file at all; nobody reads on. */
const MOST_FAULTS = 50;

/** Everything found wrong with a file, and what is worth saying of a file that is right. */
export class Findings {
  readonly faults: Fault[] = [];
  readonly notes: Fault[] = [];

  /** `path` reads as in the file. Says the rule and the value seen, then what to do. */
  fault(code: string, path: string, at: Place, message: string, hint: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push(finding(code, path, at, message, hint));
  }

  note(code: string, path: string, at: Place, message: string, hint: string): void {
    this.notes.push(finding(code, path, at, message, hint));
  }
}

function finding(code: string, path: string, at: Place, message: string, hint: string): Fault {
  return 'override' in at
    ? { code, path, message: `${message} (${at.override})`, hint }
    : { code, path, line: at.line, column: at.column, message, hint };
}

/** `a.b`, or `b` at the top. */
export function join(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}
