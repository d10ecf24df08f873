import { MEASURES } from '@latentsweep/core';

/** Curves that belong on one pair of axes. */
export interface CurvePanel {
  readonly title: string;
  readonly unit: string | null;
  readonly series: readonly { readonly label: 'training' | 'validation'; readonly name: string }[];
}

const LABELS = { train: 'training', validation: 'validation' } as const;

/** Those that the catalogue has of training and of validation rows, in its order. */
export const CURVE_PANELS: readonly CurvePanel[] = [
  ...Map.groupBy(
    MEASURES.filter(({ shape }) => shape === 'per epoch'),
    ({ base }) => base,
  ).values(),
]
  .filter((curves) => curves.length === 2)
  .map((curves) => ({
    title: titleOf(curves[0]!.base),
    unit: curves[0]!.unit,
    series: curves.map(({ split, name }) => ({ label: LABELS[split as keyof typeof LABELS], name })),
  }));

/** `vae_loss` as VAE loss. */
function titleOf(base: string): string {
  return base.replaceAll('_', ' ').replace(/^vae\b/, 'VAE');
}
