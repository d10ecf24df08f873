import type { Style } from '../format/style.ts';

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

export function checkLines(checks: readonly Check[], style: Style): string[] {
  const width = Math.max(...checks.map((c) => c.name.length));
  const marks = {
    ok: style.green('ok   '),
    info: style.dim('info '),
    warning: style.yellow('note '),
    wrong: style.red('wrong'),
  };
  return checks.flatMap(({ name, state, found, fix }) => [
    `${marks[state]}  ${name.padEnd(width)}  ${found}`,
    ...(fix === null ? [] : [`${' '.repeat(9 + width)}${style.dim('→')} ${fix}`]),
  ]);
}
