import type { ConfigMark, Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** The best so far: how long the sweep went on finding something better. */
export interface HistoryData extends Drawn {
  readonly figure: 'history';
  /** Configs in the order of their proposal, thinned: the place and the mean. */
  readonly points: readonly (ConfigMark & { readonly place: number })[];
  /** The best mean so far, where it changes; by place. */
  readonly best: readonly { readonly place: number; readonly mean: number; readonly hash: string }[];
  /** How many configs there are. */
  readonly places: number;
}

export function drawHistory(data: HistoryData, frame: Frame): Drawing {
  return { ...frame, title: 'history', description: data.sweep, marks: [], selectable: [] };
}
