import type { Fault } from '@latentsweep/core';
import type { Place } from './tree.ts';
import { brief } from './words.ts';

/** Past so many a file is another kind of file; nobody reads on. */
const MOST_FAULTS = 50;

/** Everything found wrong with a file, and what is worth saying of a file that is right. */
export class Findings {
  readonly faults: Fault[] = [];
  readonly notes: Fault[] = [];

  /** Further faults will not be kept: no need to look for them. */
  get full(): boolean {
    return this.faults.length >= MOST_FAULTS;
  }

  /** `path` reads as in the file. Says the rule and the value seen, then what to do. */
  fault(code: string, path: string, at: Place, message: string, hint: string): void {
    if (!this.full) this.faults.push(finding(code, path, at, message, hint));
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

/** `a.b`, `a[0]`, or `b` at the top. A key that is no plain name stands in quotes. */
export function join(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  const name = /^[\w.-]{1,100}$/.test(key) ? key : `"${brief(key)}"`;
  return path === '' ? name : `${path}.${name}`;
}
