import type { Wishes } from '../route.ts';
import { shellWord } from '../text/value.ts';

/** The command that makes the figure that a page shows. */
export function plotCommand(sweep: string, figure: string, wishes: Wishes): string {
  const options = Object.entries(wishes).flatMap(([name, value]) =>
    value === null || value === undefined || value === ''
      ? []
      : [`--${OPTIONS[name] ?? name} ${shellWord(String(value))}`],
  );
  return ['npx sweep plot', shellWord(sweep), figure, ...options, `--to ${figure}.svg`].join(' ');
}

const OPTIONS: Readonly<Record<string, string>> = { x: 'parameter', y: 'parameter' };
