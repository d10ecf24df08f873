import { jsonText } from '@latentsweep/app';
import { sweepJsonSchema } from '@latentsweep/coordinator';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';

export function add(program: Command, context: Context): void {
  const command = program
    .command('schema')
    .summary('the JSON Schema of sweep files, for editors')
    .description('Prints the JSON Schema of sweep files, so that an editor completes and checks them.')
    .action(() => context.terminal.out.writeAll(jsonText(sweepJsonSchema(ENGINES))));
  withExamples(
    command,
    [['sweep schema > sweep.schema.json', 'write it to a file']],
    ['Then put this on the first line of a sweep file:\n  # yaml-language-server: $schema=sweep.schema.json'],
  );
}
