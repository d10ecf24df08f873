import { readMetrics, readTold, type Said, tellTrial } from '@latentsweep/app';
import { InputError } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { jsonOption } from '../option/common.ts';
import { badOption, collect } from '../option/parse.ts';

interface TellOptions {
  readonly metric?: readonly string[];
  readonly step?: number;
  readonly failed?: string;
  readonly format: 'text' | 'json';
}

export function define(command: Command): void {
  command
    .summary('tell the result of a trial that you asked for')
    .description(
      'Ends a trial of sweep ask with its metrics, or as failed. With --step it is one report of its curve: that renews the ' +
        'lease, and prints `go on`, or `stop` where nobody waits for the rest. Told twice with the same values it counts once; ' +
        'other values are refused.',
    )
    .argument('<trial>', 'as sweep ask named it: 17, or 17.2 where it was given out again')
    .argument('[input]', '- reads JSON from standard input: {"metrics": {"val_loss": 0.4}}')
    .option('-m, --metric <NAME=VALUE>', 'a metric; may be given several times', collect)
    .option('--step <N>', 'the trial goes on: this is where it is', readStep)
    .option('--failed <REASON>', 'it has no result');
  withExamples(jsonOption(command), [
    ['sweep tell 17 --metric val_loss=0.4 --metric accuracy=0.9', 'its result'],
    ['sweep tell 17 --metric val_loss=0.7 --step 3', 'a report on the way'],
    ['sweep tell 17 --failed "out of memory"', 'it has none'],
    [`echo '{"metrics": {"val_loss": 0.4}}' | sweep tell 17 -`, 'from a program'],
  ]);
}

export async function run(
  context: Context,
  trial: string,
  input: string | undefined,
  options: TellOptions,
): Promise<void> {
  const { out } = context.terminal;
  const said = await saidIn(context, input, options);
  const store = await context.existingStore();
  const services = { store, note: (text: string) => context.note(text) };
  const heard = await tellTrial(services, trial, said);
  if (options.format === 'json') return out.writeAll(`${JSON.stringify(heard)}\n`);
  if ('stop' in heard) {
    if (heard.reason !== null) context.say(`${trial}: ${heard.reason}.`);
    return out.writeAll(heard.stop ? 'stop\n' : 'go on\n');
  }
  const before = heard.again ? ' already, with these values' : '';
  context.say(`Trial ${heard.trial} is ${heard.state}${before}.`);
}

/** What the options or standard input say. Throws InputError `told_two_ways`, `bad_option`, `bad_told`. */
async function saidIn(
  context: Context,
  input: string | undefined,
  { metric = [], step, failed }: TellOptions,
): Promise<Said> {
  if (input !== undefined) {
    if (input !== '-')
      throw badOption('What is told comes from options, or from -', input, 'sweep tell 17 -');
    if (metric.length > 0 || step !== undefined || failed !== undefined) throw twoWays('-', 'options');
    return readTold(await context.terminal.readInput());
  }
  const metrics = readMetrics(metric);
  if (failed !== undefined) {
    if (metric.length > 0 || step !== undefined) throw twoWays('--failed', '--metric or --step');
    return { kind: 'end', told: { failed } };
  }
  if (step !== undefined) return { kind: 'report', step, metrics };
  return { kind: 'end', told: { metrics } };
}

const twoWays = (one: string, other: string) =>
  new InputError(
    'told_two_ways',
    `${one} and ${other} say two things of one trial.`,
    `Leave out ${one}, or ${other}.`,
  );

function readStep(text: string): number {
  const step = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(step)) return step;
  throw badOption('--step takes a number', text, 'For example: --step 3');
}
