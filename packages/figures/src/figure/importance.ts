import type { Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** Which parameters tell good configs from the others (PED-ANOVA). */
export interface ImportanceData extends Drawn {
  readonly figure: 'importance';
  /** The most important first; they sum to 1, or are all 0. */
  readonly importances: readonly {
    readonly parameter: string;
    readonly column: string;
    readonly importance: number;
  }[];
  /** The share of configs that counts as good. */
  readonly quantile: number;
}

export function drawImportance(data: ImportanceData, frame: Frame): Drawing {
  return { ...frame, title: 'importance', description: data.sweep, marks: [], selectable: [] };
}
