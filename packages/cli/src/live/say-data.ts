import type { ResolvedDataset } from '@latentsweep/coordinator';
import type { Context } from '../context.ts';
import { dataFacts } from '../view/data.ts';
import { factLines } from '../view/facts.ts';

/** Says what was read, before anything is trained on it. */
export function sayData(context: Context, { report }: Pick<ResolvedDataset, 'report'>): void {
  const { width, style } = context.terminal.err;
  for (const line of factLines(dataFacts(report), width, style)) context.say(line);
}
