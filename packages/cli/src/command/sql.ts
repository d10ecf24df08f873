import { InputError } from '@latentsweep/core';
import type { Reading } from '@latentsweep/store';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { formatOption } from '../option/common.ts';
import { wholeNumber } from '../option/parse.ts';
import { viewOf, withId } from '../option/sweep.ts';
import { type Format, plainColumns, writeColumns, writePages } from '../terminal/output.ts';

interface SqlOptions {
  readonly format: Format;
  readonly timeout: number;
}

export function define(command: Command): void {
  command
    .summary('ask the database anything, read-only')
    .description('Runs a query in a read-only transaction with a time limit.')
    .argument('<query>', 'the query, or - to read it from stdin')
    .option('--timeout <SECONDS>', 'time limit', wholeNumber('--timeout', 1, 86_400), 30);
  withExamples(formatOption(command), [
    ['sweep sql "select name, state from sweeps"', 'all sweeps'],
    ['sweep sql -f csv "select * from leaderboard" > all.csv', 'a view as CSV'],
    ['sweep sql - < query.sql', 'a query from a file'],
  ]);
}

export async function run(context: Context, given: string, { format, timeout }: SqlOptions): Promise<void> {
  const query = given === '-' ? await context.terminal.readInput() : given;
  if (query.trim() === '') {
    throw new InputError('bad_sql', 'The query is empty.', 'For example: sweep sql "select * from sweeps"');
  }
  const store = await context.existingStore();
  await noteViews(context, store, query);
  const { terminal } = context;
  const table = await store.query(query, { timeoutMs: timeout * 1000 });
  if (format === 'table') await writeColumns(terminal, plainColumns(table));
  else await writePages(terminal.out, [table], format);
}

/** Says it where the view of a sweep is asked whose slug, elsewhere on the command line, means a newer one. */
async function noteViews(context: Context, store: Reading, query: string): Promise<void> {
  const slugs = new Set([...query.matchAll(/\bsweep_([a-z0-9_]+)/gi)].map(([, slug]) => slug!.toLowerCase()));
  for (const slug of slugs) {
    const found = await store.findSweep(slug).catch(() => null);
    const asked = found?.passedOver.find((sweep) => sweep.slug === slug);
    if (!found || !asked) continue;
    const { sweep } = found;
    context.note(`${viewOf(asked)} is of ${withId(asked)}; that of ${withId(sweep)} is ${viewOf(sweep)}.`);
  }
}
