import type { Caveat, Spell } from '@latentsweep/app';
import { printable } from '@latentsweep/core';
import type { Style } from '../terminal/style.ts';
import { wrap } from '../terminal/text.ts';

/** More are kept for programs. */
const MOST_SHOWN = 3;

/** Commands keep a line of their own, so that they can be copied. */
export function caveatLines(caveats: readonly Caveat[], spell: Spell, width: number, style: Style): string[] {
  return caveats.slice(0, MOST_SHOWN).flatMap(({ message, hint, command }) => {
    const text = wrap(`note  ${printable(message)}. ${printable(hint)}`, width).map(style.yellow);
    return command === undefined ? text : [...text, `      ${spell(command)}`];
  });
}
