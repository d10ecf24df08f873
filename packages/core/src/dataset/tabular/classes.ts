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
  const counts = levels.map(() => 0);
  for (const code of codes) counts[code]!++;
  if (levels.length > 2) {
    return {
      names: levels,
      labels: Uint8Array.from(codes),
      counts,
      majority: mostFrequent(counts),
    };
  }
  const one = positive !== null ? levels.indexOf(positive) : counts[0]! < counts[1]! ? 0 : 1;
  const zero = 1 - one;
  const ordered = [counts[zero]!, counts[one]!];
  return {
    names: [levels[zero]!, levels[one]!],
    labels: Uint8Array.from(codes, (code) => (code === one ? 1 : 0)),
    counts: ordered,
    majority: rule === 1 ? 0 : mostFrequent(ordered),
  };
}

function mostFrequent(counts: readonly number[]): number {
  return counts.indexOf(Math.max(...counts));
}
