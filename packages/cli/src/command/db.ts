import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';

/** How long an embedded database stays up for a client to come. */
const LINGER_MS = 15 * 60_000;

export function add(program: Command, context: Context): void {
  const command = program
    .command('db')
    .summary('how to reach the database with psql or any client')
    .description(
      'Prints the connection string and a psql line. They work while a sweep runs and when none does: an embedded ' +
        'database is started where it is down, and stays up until 15 minutes have passed without a connection.',
    )
    .option('--url', 'print the connection string alone')
    .action(async (options: { readonly url?: boolean }) => {
      const { out } = context.terminal;
      const { location } = await context.store({ lingerMs: LINGER_MS });
      out.write(options.url ? `${location.url}\n` : `${location.url}\n${location.psql}\n`);
      if (!options.url && location.kind === 'embedded') {
        context.say('The embedded database stays up for 15 minutes after its last connection.');
      }
    });
  withExamples(command, [
    ['sweep db', 'the connection string and a psql line'],
    ['psql "$(sweep db --url)"', 'a prompt on the results'],
  ]);
}
