import type { Style } from '../format/style.ts';
import { wrap } from '../format/text.ts';

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  /** `info`: something optional that is not there. */
  readonly state: 'ok' | 'info' | 'warning' | 'wrong';
  readonly found: string;
  /** What to do about it, where something is to be done. */
  readonly fix: string | null;
}

export const ok = (name: string, found: string): Check => ({ name, state: 'ok', found, fix: null });
export const info = (name: string, found: string, fix: string | null = null): Check => ({
  name,
  state: 'info',
  found,
  fix,
});
export const warning = (name: string, found: string, fix: string): Check => ({
  name,
  state: 'warning',
  found,
  fix,
});
export const wrong = (name: string, found: string, fix: string): Check => ({
  name,
  state: 'wrong',
  found,
  fix,
});

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
