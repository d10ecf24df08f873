import type { CodedColumn } from './arrow.ts';

/** Takes the values of a column of a few levels one by one, and keeps a code for each. */
export class Coder {
  readonly #codes: Int32Array;
  readonly #levels = new Map<string, number>();

  constructor(rows: number) {
    this.#codes = new Int32Array(rows);
  }

  set(row: number, value: string | null): void {
    this.#codes[row] = value === null ? -1 : this.#codeOf(value);
  }

  column(name: string, kind: CodedColumn['kind']): CodedColumn {
    return { name, kind, codes: this.#codes, levels: Array.from(this.#levels.keys()) };
  }

  #codeOf(value: string): number {
    const known = this.#levels.get(value);
    if (known !== undefined) return known;
    const code = this.#levels.size;
    this.#levels.set(value, code);
    return code;
  }
}
