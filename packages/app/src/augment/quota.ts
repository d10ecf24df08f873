/** How many rows are wanted of each class: counted down as they come. */
export class Quota {
  /** By class; null: of any class. */
  readonly #wanted: number[] | null;
  #left: number;

  constructor(wanted: number | readonly number[]) {
    this.#wanted = typeof wanted === 'number' ? null : wanted.slice();
    this.#left = typeof wanted === 'number' ? wanted : wanted.reduce((sum, count) => sum + count, 0);
  }

  get left(): number {
    return this.#left;
  }

  /** Classes that are still wanted. */
  get lacking(): number[] {
    return (this.#wanted ?? []).flatMap((count, k) => (count > 0 ? [k] : []));
  }

  /** Whether a row of this class is wanted; then it counts. */
  take(label: number): boolean {
    if (this.#left === 0) return false;
    if (this.#wanted) {
      if (this.#wanted[label] === 0) return false;
      this.#wanted[label]!--;
    }
    this.#left--;
    return true;
  }
}

/** What fills each class up to the largest. `rows`: of each class. [K] */
export function balancing(rows: readonly number[]): number[] {
  const most = Math.max(...rows);
  return rows.map((count) => most - count);
}
