import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Answer,
  type Asked,
  type Asking,
  askedJson,
  beginAsked,
  MOST_ASKED,
  openAsking,
} from '@latentsweep/app';
import type { Overrides } from '@latentsweep/coordinator';
import { type Fault, printable, spelled } from '@latentsweep/core';
import type { KnownSweep, Store } from '@latentsweep/store';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { withExamples } from '../help.ts';
import { introduce } from '../live/introduce.ts';
import { leaseOption } from '../option/lease.ts';
import { oneOf, wholeNumber } from '../option/parse.ts';
import { findSweep } from '../option/sweep.ts';
import { checkedFile, overrideOptions } from '../option/sweep-file.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { plainColumns, writeColumns } from '../terminal/output.ts';

/** Between two looks of one who waits. */
const LOOK_MS = 500;
const FORMATS = ['table', 'json'] as const;

interface AskOptions extends Overrides {
  readonly trials: number;
  readonly lease: number;
  readonly wait?: boolean;
  readonly format?: (typeof FORMATS)[number];
}

export function define(command: Command): void {
  command
    .summary('take trials of a sweep to compute them yourself')
    .description(
      'Gives out trials: each is yours for the time of its lease, and nobody else is given it. Tell its result with sweep ' +
        'tell. A file begins its sweep, where that is new; a program that it names is not needed, and without one it has ' +
        '`ask: true`. Prints a JSON object a line, or a table on a terminal; nothing where none can be given now.',
    )
    .argument('<sweep>', 'a sweep file, or the name of a sweep that was asked before')
    .option('-n, --trials <N>', 'how many', wholeNumber('--trials', 1, MOST_ASKED), 1)
    .option('--wait', 'where none can be given now, until one can, or the sweep is done')
    .option(
      '-f, --format <format>',
      'table or json (default: json where no terminal reads it)',
      oneOf('--format', FORMATS),
    );
  withExamples(overrideOptions(leaseOption(command)), [
    ['sweep ask my.yaml -n 4', 'four trials'],
    ['sweep ask my.yaml --wait --lease 6h -f json', 'one that takes up to six hours'],
    ['sweep tell 17 --metric val_loss=0.4', 'the result of one'],
  ]);
}

export async function run(context: Context, word: string, options: AskOptions): Promise<void> {
  const { store, sweep } = await sweepOf(context, word, options);
  const asking = await openAsking({ store, note: (text) => context.note(text) }, sweep);
  const answer = await interruptible(
    () => {},
    (signal) => askedIn(asking, options, signal, (reason) => context.say(spelled(reason, context.spell))),
  );
  if (answer === null) {
    context.exitCode = ExitCode.interrupted;
    return;
  }
  if (answer.trials.length > 0) return print(context, answer.trials, options.format);
  if (answer.state === 'done') context.say(`Its leaderboard: ${context.spell(`top ${sweep.word}`)}`);
}

/** Its first words are said once, whoever waits. Null: the user wants to wait no more. */
async function askedIn(
  asking: Asking,
  { trials, wait, lease: leaseMs }: AskOptions,
  signal: AbortSignal,
  say: (reason: string) => void,
): Promise<Answer | null> {
  let said: string | null = null;
  for (;;) {
    const answer = await asking.ask(trials, { leaseMs });
    if (answer.reason !== null && answer.state !== said) say(answer.reason);
    said = answer.state;
    if (answer.state !== 'waiting' || !wait) return answer;
    await sleep(LOOK_MS, null, { signal }).catch(() => {});
    if (signal.aborted) return null;
  }
}

/** A file's, begun where it is new, or the one of that name. */
async function sweepOf(
  context: Context,
  word: string,
  options: AskOptions,
): Promise<{ readonly store: Store; readonly sweep: KnownSweep }> {
  if (!/\.ya?ml$/i.test(word) && !existsSync(word)) {
    const store = await context.existingStore();
    return { store, sweep: await findSweep(context, store, word) };
  }
  const notes: Fault[] = [];
  const say = (note: Fault) => void notes.push(note);
  const checked = await checkedFile(context, word, options, { say });
  const store = await context.store();
  const begun = await beginAsked({ store, say }, checked);
  // Who asks again has read them.
  if (begun.created) for (const note of notes) context.tell(note);
  if (begun.created) introduce(context, begun);
  return { store, sweep: begun.sweep };
}

async function print(
  { terminal }: Context,
  trials: readonly Asked[],
  format: AskOptions['format'] = terminal.out.isTerminal ? 'table' : 'json',
): Promise<void> {
  if (format === 'json') {
    return terminal.out.writeAll(trials.map((asked) => `${JSON.stringify(askedJson(asked))}\n`).join(''));
  }
  const names = [...new Set(trials.flatMap(({ config }) => Object.keys(config)))];
  const rows = trials.map(({ trial, config, replicate, seed, leaseEnds }) => {
    const until = new Date(leaseEnds).toLocaleTimeString('en-GB');
    return [trial, ...names.map((name) => config[name] ?? null), replicate, seed, until];
  });
  const columns = ['trial', ...names.map(printable), 'replicate', 'seed', 'lease ends'];
  await writeColumns(terminal, plainColumns({ columns, rows }));
}
