import { predictFile, readModel, refuseBadTarget, writePagesTo } from '@latentsweep/app';
import { plural, printable } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { fileKind } from '../option/file-kind.ts';
import { writePages } from '../terminal/output.ts';

interface PredictOptions {
  readonly to: string;
  readonly force?: boolean;
}

export function define(command: Command): void {
  command
    .summary('classes of new rows by a model')
    .description(
      'Reads a file with the columns of the table that the model was trained on, in any order, and writes the class and the ' +
        'probability of each class for each row. Cells may be missing; a category that the table did not have counts as ' +
        'unknown; a column that is missing is an error. Of a model of images it reads a picture, a folder of them, IDX, .npz, ' +
        'Parquet or a table with a column a pixel, of the shape that the model was trained on.',
    )
    .argument('<model>', 'a folder that `sweep model` wrote')
    .argument('<file>', 'a table, or images: any file or folder that a sweep reads')
    .requiredOption('--to <FILE>', 'a file that ends in .csv, .json or .parquet, or - for CSV on stdout')
    .option('--force', 'replace the file if it exists');
  withExamples(command, [
    ['sweep predict model new.csv --to predicted.csv', 'a row for each row'],
    ['sweep predict model new.parquet --to - | head', 'on stdout'],
  ]);
}

export async function run(
  context: Context,
  model: string,
  file: string,
  { to, force = false }: PredictOptions,
): Promise<void> {
  const kind = fileKind(to);
  if (to !== '-') await refuseBadTarget(to, force);
  const { rows, notes, pages } = await predictFile(await readModel(model), file);
  for (const note of notes) context.note(printable(note));
  if (to === '-') return writePages(context.terminal.out, pages(), 'csv');
  const types = async () => new Map(numbersOf(pages()).map((name) => [name, 'double precision']));
  await writePagesTo(to, kind, pages(), types);
  context.say(`Wrote the predictions of ${plural(rows, 'row')} to ${to}.`);
}

/** The columns of the first page but the class and what is before it. */
function numbersOf(pages: Iterable<{ readonly columns: readonly string[] }>): readonly string[] {
  for (const { columns } of pages) return columns.slice(columns.indexOf('class') + 1);
  return [];
}
