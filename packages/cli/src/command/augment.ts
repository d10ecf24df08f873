import { augment, type ChosenConfig, chooseMaker, metric, refuseBadTarget } from '@latentsweep/app';
import { grouped, InputError, plural, printable } from '@latentsweep/core';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { withExamples } from '../help.ts';
import { globalOptionsBehind } from '../option/common.ts';
import { matching, wholeNumber } from '../option/parse.ts';
import { called, openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';
import { interruptible } from '../terminal/interrupt.ts';

interface AugmentOptions {
  readonly to: string;
  readonly config?: number;
  readonly rows?: number;
  readonly balance?: boolean;
  readonly data?: string;
  readonly force?: boolean;
}

export function define(command: Command): void {
  command
    .summary('the table with rows that the winner generates')
    .description(
      'Trains the config that validation chose again, to the same bits, and writes the table of the sweep with rows that it ' +
        'generates: its columns, units and types, and a last column, __generated__, that says which rows are. A sweep file ' +
        'that reads the table reads this one. Without --rows each class is filled up to the largest. The same wish writes ' +
        'the same file.',
    )
    .argument(...SWEEP_ARGUMENT)
    .requiredOption(
      '--to <FILE>',
      'a file that ends in .csv or .parquet; of images, .npz or a new folder, with a / at its end',
      matching(
        /\.(csv|parquet|npz)$|[^/]\/$/,
        '--to takes a file that ends in .csv, .parquet or .npz, or a folder that ends in /',
        '--to augmented.csv',
      ),
    )
    .option(
      '--config <RANK>',
      'the config of that rank by validation (default: 1)',
      wholeNumber('--config', 1),
    )
    .option(
      '--rows <N>',
      'so many generated rows, of the classes that the arm makes',
      wholeNumber('--rows', 1),
    )
    .option('--balance', 'fill each class up to the largest (the default)')
    .option('--data <FILE>', "the table's file, where it is not where the sweep file has it")
    .option('--force', 'replace the file if it exists');
  withExamples(globalOptionsBehind(command), [
    ['sweep augment loans --to loans-augmented.csv', 'all classes as large as the largest'],
    ['sweep augment loans --rows 1000 --to more.parquet', '1,000 generated rows'],
    ['sweep augment loans --config 3 --to third.csv', 'by the config that validation ranks third'],
  ]);
}

export async function run(context: Context, word: string, options: AugmentOptions): Promise<void> {
  const { to, config: rank, rows, balance = false, data, force = false } = options;
  if (rows !== undefined && balance) {
    throw new InputError(
      'bad_option',
      `--rows ${rows} and --balance say two things.`,
      'Take one of them out.',
    );
  }
  if (!to.endsWith('/')) await refuseBadTarget(to, force);
  const { store, sweep } = await openSweep(context, word);
  const chosen = await chooseMaker(store, sweep, rank);
  if (chosen.instead !== null) context.note(chosen.instead);
  context.say(takenText(chosen));
  const { nativeFolder } = context.withNativeFolder({});
  await interruptible(
    () => {},
    async (signal) => {
      try {
        const done = await augment({
          ...{ store, sweep, trialId: chosen.trial, engines: ENGINES, nativeFolder, to, signal },
          rows: rows ?? null,
          data: data === undefined ? undefined : { path: data, from: process.cwd() },
        });
        if (done.note !== null) context.note(done.note);
        const classes = [...done.ofClasses].filter(([, count]) => count > 0);
        const told = classes.map(([name, count]) => `${grouped(count)} of '${printable(name)}'`).join(', ');
        context.say(
          `Wrote ${plural(done.real, 'row')} of ${called(sweep)} and ${grouped(done.made)} generated ones (${told}) to ${to}.`,
        );
        context.say(
          done.copies === 0
            ? 'No generated row equals one that was trained on.'
            : `${plural(done.copies, 'generated row')} ${done.copies === 1 ? 'equals one that was' : 'equal rows that were'} trained on.`,
        );
      } catch (error) {
        if (!signal.aborted) throw error;
        context.say('Stopped; nothing was written.');
        context.exitCode = ExitCode.interrupted;
      }
    },
  );
}

function takenText({ rank, config, measure, mean, replicate, trial, instead }: ChosenConfig): string {
  const { arm, classifier } = config;
  const what = classifier === undefined ? `arm ${arm}` : `arm ${arm}, classifier ${classifier}`;
  const best = instead === null ? '' : ', the best that does';
  return `Takes the config ranked ${rank} by ${measure}${best} (${what}, mean ${metric(mean)}): trial ${trial}, replicate ${replicate}, trained again.`;
}
