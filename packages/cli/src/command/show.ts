import { jsonKeys, jsonText, wholeSweep } from '@latentsweep/app';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { jsonOption } from '../option/common.ts';
import { openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';
import { showLines } from '../view/sweep.ts';

interface ShowOptions {
  readonly format: 'text' | 'json';
  readonly source?: boolean;
  readonly checksum?: boolean;
}

export function define(command: Command): void {
  command
    .summary('one sweep: state, counts, definition, best')
    .description(
      'Shows one sweep: its state and counts, what it searches, its data, the time it took and its best.',
    )
    .argument(...SWEEP_ARGUMENT);
  jsonOption(command)
    .option('--source', 'print the sweep file as it was run')
    .option(
      '--checksum',
      'print the SHA-256 of all results: equal for equal results, wherever they were computed',
    );
  withExamples(command, [
    ['sweep show deck_mixing', 'what it is and how it stands'],
    ['sweep show deck_mixing --source > again.yaml', 'the file, to extend it'],
    ['sweep show deck_mixing --checksum', 'to compare with the same sweep on another machine'],
  ]);
}

export async function run(
  context: Context,
  word: string,
  { format, source, checksum }: ShowOptions,
): Promise<void> {
  const { out } = context.terminal;
  const { store, sweep } = await openSweep(context, word);
  if (source) return out.writeAll(sweep.source.endsWith('\n') ? sweep.source : `${sweep.source}\n`);
  if (checksum) return out.writeAll(`${await store.checksum(sweep.id)}\n`);
  const whole = await wholeSweep(store, sweep);
  const { state, counts, timing, best, rungs, caveats } = whole;
  const shown = { ...sweep, state, counts, timing, best, rungs, notes: caveats };
  if (format === 'json') return out.writeAll(jsonText(jsonKeys(shown)));
  const lines = showLines({ ...whole, spell: context.spell }, Math.min(out.width, 110), out.style);
  await out.writeAll(`${lines.join('\n')}\n`);
}
