import type { Wishes } from '../route.ts';
import { shellWord } from '../text/value.ts';

/** The command that makes the figure that a page shows. */
export function plotCommand(sweep: string, figure: string, wishes: Wishes): string {
  const words = ['npx', 'sweep', 'plot', sweep, figure];
  for (const [name, value] of Object.entries(wishes)) {
    if (value === null || value === undefined || value === '') continue;
    words.push(`--${OPTIONS[name] ?? name}`, String(value));
  }
  words.push('--to', `${figure}.svg`);
  return words.map(shellWord).join(' ');
}

const OPTIONS: Readonly<Record<string, string>> = { x: 'parameter', y: 'parameter' };
