import type { Axis, Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** The metric over two parameters. */
export interface ContourData extends Drawn {
  readonly figure: 'contour';
  readonly x: Axis;
  readonly y: Axis;
  /** Edges of the bins of a number, or as many places as there are choices and one. */
  readonly xEdges: readonly number[];
  readonly yEdges: readonly number[];
  /** Bins that hold a config. */
  readonly cells: readonly {
    readonly x: number;
    readonly y: number;
    readonly mean: number;
    readonly configs: number;
  }[];
}

export function drawContour(data: ContourData, frame: Frame): Drawing {
  return { ...frame, title: 'contour', description: data.sweep, marks: [], selectable: [] };
}
