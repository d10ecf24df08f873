import { hasPassword, shellWord } from '@latentsweep/core';
import type { Reading } from '@latentsweep/store';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import type { Settings } from '../settings/settings.ts';

/** How long an embedded database stays up for a client to come. */
const LINGER_MS = 15 * 60_000;

export function define(command: Command): void {
  command
    .summary('how to reach the database with psql or any client')
    .description(
      'Prints the connection string and a psql line. They work while a sweep runs and when none does: an embedded ' +
        'database is started where it is down, and stays up until 15 minutes have passed without a connection.',
    )
    .option('--url', 'print the connection string alone');
  withExamples(command, [
    ['sweep db', 'the connection string and a psql line'],
    ['psql "$(sweep db --url)"', 'a prompt on the results'],
  ]);
}

export async function run(context: Context, { url }: { readonly url?: boolean }): Promise<void> {
  const { out } = context.terminal;
  const { location } = await context.store({ lingerMs: LINGER_MS });
  const line = psqlLine(location, context.settings);
  out.write(url ? `${location.url}\n` : `${location.url}\n${line}\n`);
  if (hasPassword(context.settings.store)) {
    context.say('Its password stands in the URL of the store, and is not shown: psql asks for it.');
  } else if (url && line !== location.psql) {
    context.say(`Its password is in a file: ${line}`);
  }
  if (!url && location.kind === 'embedded') {
    context.say('The embedded database stays up for 15 minutes after its last connection.');
  }
}

/** Where the password is in a file, the shell reads it from there: psql would ask for it, and nobody knows it by heart. */
function psqlLine({ kind, psql }: Reading['location'], { storePasswordFile }: Settings): string {
  if (kind === 'embedded' || storePasswordFile === null) return psql;
  return `PGPASSWORD="$(cat ${shellWord(storePasswordFile)})" ${psql}`;
}
