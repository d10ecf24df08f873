import type { Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** Which classes are taken for which. */
export interface ConfusionData extends Drawn {
  readonly figure: 'confusion';
  readonly config: string;
  readonly split: 'test' | 'validation';
  readonly classes: readonly string[];
  readonly replicates: number;
  /** Mean rows over replicates, [true][predicted]. */
  readonly counts: readonly (readonly number[])[];
  readonly recall: readonly { readonly mean: number | null; readonly half: number | null }[];
}

export function drawConfusion(data: ConfusionData, frame: Frame): Drawing {
  return { ...frame, title: 'confusion', description: data.sweep, marks: [], selectable: [] };
}
