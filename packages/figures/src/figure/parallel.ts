import type { Axis, ConfigMark, Drawn, OnAxis } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** Configs as lines through their parameters. */
export interface ParallelData extends Drawn {
  readonly figure: 'parallel';
  readonly axes: readonly Axis[];
  readonly lines: readonly (ConfigMark & { readonly values: readonly OnAxis[] })[];
}

export function drawParallel(data: ParallelData, frame: Frame): Drawing {
  return { ...frame, title: 'parallel', description: data.sweep, marks: [], selectable: [] };
}
