import type { Scale, Tick } from './scale.ts';
import { LINE, SIZE, shortened, shortenedAtStart, textWidth } from './text-width.ts';

/** The labels of an axis, laid out so that none touches another. */
export interface Laid {
  readonly labels: readonly Label[];
  /** Read upwards, where side by side they would not fit. */
  readonly upright: boolean;
  /** Pixels that they take across the axis. */
  readonly thickness: number;
}

interface Label {
  /** Pixels from the start of the axis: of its tick, and of the middle of its text, which stays within the room. */
  readonly tick: number;
  readonly at: number;
  readonly text: string;
}

/** Pixels between two labels side by side. */
const GAP = 10;
const MOST_UPRIGHT = 110;

/**
 * Along an axis from left to right, `length` pixels long. Texts may stand out by `before` and `after` pixels, and upright
 * ones take `highest`.
 */
export function laidAcross(
  scale: Scale,
  length: number,
  before: number,
  after: number,
  highest = MOST_UPRIGHT,
): Laid {
  const choices = scale.bounds.kind === 'choices';
  for (const ticks of scale.ticks(Math.max(2, Math.floor(length / (choices ? LINE : 45))))) {
    const labels = ticks.map((tick) => across(tick, length, before, after)).filter((label) => label !== null);
    const whole = scale.bounds.kind !== 'choices' || ticks.length === scale.bounds.choices.length;
    if (whole && labels.length === ticks.length && areApart(labels))
      return { labels, upright: false, thickness: LINE };
  }
  return scale.bounds.kind === 'choices'
    ? uprightLabels(scale, length, Math.min(highest, MOST_UPRIGHT))
    : { labels: [], upright: false, thickness: 0 };
}

function across({ place, label }: Tick, length: number, before: number, after: number): Label | null {
  const half = textWidth(label, SIZE.tick) / 2;
  if (2 * half > before + length + after) return null;
  const tick = place * length;
  const at = Math.max(half - before, Math.min(tick, length + after - half));
  return { tick, at, text: label };
}

function areApart(labels: readonly Label[]): boolean {
  return labels.every(({ at, text }, i) => {
    const next = labels[i + 1];
    if (!next) return true;
    return next.at - at >= (textWidth(text, SIZE.tick) + textWidth(next.text, SIZE.tick)) / 2 + GAP;
  });
}

function uprightLabels(scale: Scale, length: number, highest: number): Laid {
  const [ticks = []] = scale.ticks(Math.floor(length / LINE));
  const labels = ticks.map(({ place, label }) => {
    const text = shortened(label, highest, SIZE.tick);
    return { tick: place * length, at: place * length, text };
  });
  const widest = Math.max(0, ...labels.map(({ text }) => textWidth(text, SIZE.tick)));
  return { labels, upright: true, thickness: widest + 4 };
}

/** Along an axis from the bottom to the top (choices: from the top), `length` pixels long, texts cut at `widest` pixels. */
export function laidUp(scale: Scale, length: number, widest: number, cut: 'start' | 'end' = 'end'): Laid {
  const choices = scale.bounds.kind === 'choices';
  const [ticks = []] = scale.ticks(Math.max(choices ? 1 : 2, Math.floor(length / (choices ? LINE : 34))));
  const labels = ticks.map(({ place, label }) => {
    const at = (choices ? place : 1 - place) * length;
    return { tick: at, at, text: (cut === 'end' ? shortened : shortenedAtStart)(label, widest, SIZE.tick) };
  });
  const apart = labels.every(({ at }, i) => i === 0 || Math.abs(at - labels[i - 1]!.at) >= LINE - 0.5);
  const shown = apart ? labels : labels.slice(0, 1);
  const thickness = Math.max(0, ...shown.map(({ text }) => textWidth(text, SIZE.tick)));
  return { labels: shown, upright: false, thickness };
}
