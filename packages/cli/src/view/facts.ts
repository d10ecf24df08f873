import type { Style } from '../terminal/style.ts';
import { displayWidth, pad, wrap } from '../terminal/text.ts';

/** `label  value` lines with the values under one another; long values wrap. A value of null is left out. */
export function factLines(
  facts: readonly (readonly [label: string, value: string | null])[],
  width: number,
  style: Style,
): string[] {
  const shown = facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
  const margin = Math.max(0, ...shown.map(({ label }) => displayWidth(label))) + 2;
  return shown.flatMap(({ label, value }) =>
    wrap(value, Math.max(20, width - margin)).map(
      (line, i) => `${i === 0 ? style.dim(pad(label, margin, 'left')) : ' '.repeat(margin)}${line}`,
    ),
  );
}
