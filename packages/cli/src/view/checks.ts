import type { Check } from '@latentsweep/app';
import type { Style } from '../terminal/style.ts';
import { wrap } from '../terminal/text.ts';

/** A check a line; what does not fit on it goes on below, words whole. */
export function checkLines(checks: readonly Check[], width: number, style: Style): string[] {
  const longest = Math.max(...checks.map((c) => c.name.length));
  const margin = 'wrong'.length + 2 + longest + 2;
  const room = Math.max(20, width - margin);
  const blank = ' '.repeat(margin);
  const marks = {
    ok: style.green('ok   '),
    info: style.dim('info '),
    warning: style.yellow('note '),
    wrong: style.red('wrong'),
  };
  return checks.flatMap(({ name, state, found, fix }) => [
    ...wrap(found, room).map((line, i) =>
      i === 0 ? `${marks[state]}  ${name.padEnd(longest)}  ${line}` : `${blank}${line}`,
    ),
    ...(fix === null
      ? []
      : wrap(fix, room - 2).map((line, i) => `${blank}${i === 0 ? style.dim('→') : ' '} ${line}`)),
  ]);
}
