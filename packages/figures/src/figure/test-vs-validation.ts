import type { ConfigMark, Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** Validation against test: what choosing by either is worth. */
export interface TestVsValidationData extends Drawn {
  readonly figure: 'test-vs-validation';
  readonly test: string;
  readonly validation: string;
  readonly points: readonly (ConfigMark & { readonly test: number; readonly validation: number })[];
  /** The configs that either split would choose. */
  readonly bestByValidation: {
    readonly hash: string;
    readonly test: number;
    readonly validation: number;
  } | null;
  readonly bestByTest: { readonly hash: string; readonly test: number; readonly validation: number } | null;
  /** Spearman's, over what is shown; null with fewer than three. */
  readonly rankCorrelation: number | null;
}

export function drawTestVsValidation(data: TestVsValidationData, frame: Frame): Drawing {
  return { ...frame, title: 'test-vs-validation', description: data.sweep, marks: [], selectable: [] };
}
