import { ARM_NAMES } from '@latentsweep/core';
import type { ConfigMark } from './data.ts';
import type { Meaning } from './drawing.ts';
import type { LegendEntry } from './legend.ts';
import { seriesOfArm } from './palette.ts';
import { isDrawable, numberText } from './scale.ts';

/** A config as a mark: what it tells, and how its arm looks in every figure. */

/** A metric: four decimals say as much as a test set can. */
export function measured(value: number): string {
  const size = Math.abs(value);
  return size === 0 || (size >= 0.001 && size < 1000) ? value.toFixed(4) : numberText(value);
}

/** `0.8123 ± 0.0021`. */
function withInterval(mean: number, half: number | null): string {
  return half === null ? measured(mean) : `${measured(mean)} ± ${measured(half)}`;
}

const SHORT_HASH = 10;
export const shortHash = (hash: string) => hash.slice(0, SHORT_HASH);

export function configMeaning(mark: ConfigMark, by: string, more: readonly string[] = []): Meaning {
  const { hash, arm, mean, half, n } = mark;
  const tip = [arm, `${by} ${withInterval(mean, half)} (n = ${n})`, ...more, `config ${shortHash(hash)}`];
  return { tip: tip.join('\n'), leadsTo: { config: hash } };
}

const SHAPES = ['round', 'square', 'diamond'] as const;
const KEYS = { round: 'point', square: 'square', diamond: 'diamond' } as const;

/** Shapes too, for paper without colours. */
export function armLook(arm: string) {
  const series = seriesOfArm(arm);
  return { fill: { series }, shape: SHAPES[series % SHAPES.length]! };
}

/** The arms of these marks, in the order in which arms are listed everywhere. */
export function armsOf(marks: Iterable<{ readonly arm: string }>): string[] {
  const place = (arm: string) => (ARM_NAMES as readonly string[]).indexOf(arm) >>> 0;
  return [...new Set(Array.from(marks, ({ arm }) => arm))].sort(
    (a, b) => place(a) - place(b) || (a < b ? -1 : 1),
  );
}

/** A key for each arm; none for a single one, which the tips name. */
export function armLegend(marks: Iterable<{ readonly arm: string }>): LegendEntry[] {
  const arms = armsOf(marks);
  if (arms.length < 2) return [];
  return arms.map((label) => {
    const { fill, shape } = armLook(label);
    return { label, ink: fill, like: KEYS[shape] };
  });
}

/** Large and solid where there are few, small and faint where there are many. */
export function pointLook(points: number): { readonly radius: number; readonly opacity: number } {
  if (points <= 100) return { radius: 4, opacity: 0.9 };
  if (points <= 500) return { radius: 3, opacity: 0.75 };
  return points <= 2500 ? { radius: 2.5, opacity: 0.6 } : { radius: 1.75, opacity: 0.4 };
}

/** The first of the best; null without any that can be drawn. */
export function bestOf<Of extends { readonly mean: number }>(
  marks: readonly Of[],
  maximize: boolean,
): Of | null {
  let best: Of | null = null;
  for (const mark of marks) {
    if (!isDrawable(mark.mean)) continue;
    if (best === null || (maximize ? mark.mean > best.mean : mark.mean < best.mean)) best = mark;
  }
  return best;
}
