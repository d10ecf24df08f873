import type { Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** What was generated beside what is real: column by column, and in two dimensions. */
export interface GeneratedData extends Drawn {
  readonly figure: 'generated';
  readonly config: string;
  readonly trial: number;
  readonly columns: readonly {
    readonly column: string;
    /** Of a category: what its bars are, one between two edges, which count from 0. Null for numbers. */
    readonly choices: readonly string[] | null;
    readonly edges: readonly number[];
    /** Shares of the rows of each kind: what they lack to 1 is missing in the rows. */
    readonly real: readonly number[];
    readonly generated: readonly number[];
  }[];
  readonly moreColumns: number;
  /** On the first two principal components of the real rows. */
  readonly projection: {
    readonly explained: readonly [number, number];
    readonly real: readonly (readonly [number, number])[];
    readonly generated: readonly (readonly [number, number])[];
  };
}

export function drawGenerated(data: GeneratedData, frame: Frame): Drawing {
  return { ...frame, title: 'generated', description: data.sweep, marks: [], selectable: [] };
}
