import type { Axis, ConfigMark, Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** The metric against one parameter, one mark a config. */
export interface SliceData extends Drawn {
  readonly figure: 'slice';
  readonly slices: readonly {
    readonly axis: Axis;
    readonly marks: readonly (ConfigMark & { readonly value: number })[];
    /** The mean over all configs at a value or in a bin of them, whatever else they have; null where there is none. */
    readonly trend: readonly { readonly value: number; readonly mean: number; readonly configs: number }[];
  }[];
}

export function drawSlice(data: SliceData, frame: Frame): Drawing {
  return { ...frame, title: 'slice', description: data.sweep, marks: [], selectable: [] };
}
