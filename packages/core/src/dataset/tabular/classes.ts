import type { SplitRule } from '../split.ts';
import type { CategoryColumn } from './columns.ts';

export interface Classes {
  readonly names: readonly string[];
  /** [n] */
  readonly labels: Uint8Array;
  /** Rows of each class. [K] */
  readonly counts: readonly number[];
  /** The most frequent class, the first of equals; with two classes by the first rule class 0, whatever its size. */
  readonly majority: number;
}

/**
 * Two classes: class 1 is `positive`, or else the rarer one (of equals the latter in natural order). More: natural
 * order. Throws where the target has missing values, fewer than 2 or more than 255 classes, or lacks `positive`.
 */
export function classesOf(target: CategoryColumn, positive: string | null, rule: SplitRule): Classes {
  const { levels, codes, name } = target;
  if (codes.includes(-1)) throw new Error(`the target ${name} has missing values`);
  if (levels.length < 2 || levels.length > 255) {
    throw new Error(`the target ${name} has ${levels.length} classes; 2 to 255 are possible`);
  }
  if (positive !== null && !levels.includes(positive)) {
    throw new Error(`the target ${name} has no value ${JSON.stringify(positive)}`);
  }
  const rowsOf = levels.map(() => 0);
  for (const code of codes) rowsOf[code]!++;
  /** The code of each class. */
  let order = levels.map((_, code) => code);
  if (levels.length === 2) {
    const one = positive !== null ? levels.indexOf(positive) : rowsOf[0]! < rowsOf[1]! ? 0 : 1;
    order = [1 - one, one];
  }
  const counts = order.map((code) => rowsOf[code]!);
  const classOf = levels.map((_, code) => order.indexOf(code));
  return {
    names: order.map((code) => levels[code]!),
    labels: Uint8Array.from(codes, (code) => classOf[code]!),
    counts,
    majority: levels.length === 2 && rule === 1 ? 0 : counts.indexOf(Math.max(...counts)),
  };
}
