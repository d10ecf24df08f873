import { explained, jsonKeys, jsonText } from '@latentsweep/app';
import { printable } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { jsonOption, rowsOption } from '../option/common.ts';
import { openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';

interface ExplainOptions {
  readonly format: 'text' | 'json';
  readonly rows?: number;
}

const ROWS = 20;
/** As JSON has them: more decisions than a race makes. */
const ALL = 1_000_000;

export function define(command: Command): void {
  command
    .summary('why configs were proposed, kept or dropped')
    .description(
      'Prints the reasons that are stored: of a race, why it kept or dropped configs at each rung, those nearest to what ' +
        'they were compared with first; of bands, why a run was stopped after so many epochs, or steps of a program; of a ' +
        'search that learns, why it proposed the config.',
    )
    .argument(...SWEEP_ARGUMENT)
    .argument('[config]', 'the first characters of the hash of one config');
  rowsOption(jsonOption(command), ROWS);
  withExamples(command, [
    ['sweep explain deck_mixing', 'what the race decided'],
    ['sweep explain deck_mixing 3f2a', 'why this config went on, or did not'],
  ]);
}

export async function run(
  context: Context,
  word: string,
  config: string | undefined,
  { format, rows }: ExplainOptions,
): Promise<void> {
  const { out } = context.terminal;
  const { store, sweep } = await openSweep(context, word);
  const why = await explained(store, sweep, config ?? null, rows ?? (format === 'json' ? ALL : ROWS));
  if (format === 'json') return out.writeAll(jsonText(jsonKeys(why)));
  await out.writeAll(`${why.words.map(printable).join('\n')}\n`);
}
