import { jsonText } from '@latentsweep/app';
import { sweepJsonSchema } from '@latentsweep/coordinator';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';

export function define(command: Command): void {
  command
    .summary('the JSON Schema of sweep files, for editors')
    .description('Prints the JSON Schema of sweep files, so that an editor completes and checks them.');
  withExamples(
    command,
    [['sweep schema > sweep.schema.json', 'write it to a file']],
    ['Then put this on the first line of a sweep file:\n  # yaml-language-server: $schema=sweep.schema.json'],
  );
}

export function run({ terminal }: Context): Promise<void> {
  return terminal.out.writeAll(jsonText(sweepJsonSchema(ENGINES)));
}
