import type { Style } from '../terminal/style.ts';
import { displayWidth, pad } from '../terminal/text.ts';

export type Step = readonly [command: string, does: string];

const GAP = 2;

/**
 * Commands to copy, each with what it does beside it. Where that does not fit, what it does stands above: a command is
 * never broken into lines.
 */
export function stepLines(steps: readonly Step[], width: number, style: Style): string[] {
  const column = Math.max(...steps.map(([command]) => displayWidth(command)));
  const room = width - column - GAP;
  if (steps.every(([, does]) => displayWidth(does) <= room)) {
    return steps.map(([command, does]) => `${style.dim(pad(command, column + GAP, 'left'))}${does}`);
  }
  return steps.flatMap(([command, does]) => [`${does}:`, style.dim(`  ${command}`)]);
}
