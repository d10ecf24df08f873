import type { Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** The share of configs that reach a value. */
export interface EdfData extends Drawn {
  readonly figure: 'edf';
  /** For all and for each arm, values at which the share of configs at or below it grows; both go up. */
  readonly lines: readonly {
    readonly label: string;
    readonly n: number;
    readonly values: readonly number[];
    readonly shares: readonly number[];
  }[];
}

export function drawEdf(data: EdfData, frame: Frame): Drawing {
  return { ...frame, title: 'edf', description: data.sweep, marks: [], selectable: [] };
}
