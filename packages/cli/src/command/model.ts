import { configText, generatorNote, makeModel } from '@latentsweep/app';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { withExamples } from '../help.ts';
import { globalOptionsBehind } from '../option/common.ts';
import { wholeNumber } from '../option/parse.ts';
import { called, openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { VERSION } from '../version.ts';

interface ModelOptions {
  readonly config: number;
  readonly replicate?: number;
  readonly to: string;
  readonly force?: boolean;
}

export function define(command: Command): void {
  command
    .summary('the winner as a model to take home')
    .description(
      'Trains the config that validation chose once more, checks that it gives the recorded result, and writes a folder: ' +
        'weights and preparation as data, ONNX files of the classifier and the generator with the preparation inside, and a model card ' +
        '(docs/tables.md). What it needs is the data of the sweep.',
    )
    .argument(...SWEEP_ARGUMENT)
    .requiredOption('--to <DIR>', 'a folder that is new or empty')
    .option('--config <RANK>', 'the config of that rank by validation', wholeNumber('--config', 1), 1)
    .option(
      '--replicate <N>',
      'as trained in that replicate (default: the first that completed)',
      wholeNumber('--replicate', 0),
    )
    .option('--force', 'replace the model in the folder');
  withExamples(globalOptionsBehind(command), [
    ['sweep model my_table --to model', 'the config that validation chose'],
    ['sweep model my_table --config 2 --to second', 'the second one'],
  ]);
}

export async function run(context: Context, word: string, options: ModelOptions): Promise<void> {
  const { store, sweep } = await openSweep(context, word);
  const { nativeFolder } = context.withNativeFolder({});
  const made = await interruptible(
    () => {},
    async (signal) => {
      try {
        return await makeModel({
          ...{ store, sweep, engines: ENGINES, nativeFolder, signal },
          ...{ rank: options.config, replicate: options.replicate ?? null },
          ...{ to: options.to, replace: options.force ?? false },
          madeBy: { latentsweep: VERSION, node: process.versions.node },
        });
      } catch (error) {
        if (!signal.aborted) throw error;
        return null;
      }
    },
  );
  if (made === null) {
    context.say('Stopped; nothing was written.');
    context.exitCode = ExitCode.interrupted;
    return;
  }
  const { chosen, record, note } = made;
  const names = sweep.parameters.map(({ name }) => name);
  const which = configText(chosen.config.config, names);
  context.say(
    `Took the config of rank ${chosen.rank} by validation${which === '' ? '' : ` (${which})`}, as trained in replicate ${record.replicate}.`,
  );
  context.say(note ?? 'Trained again, it gave the recorded result to the bit.');
  context.say(`Wrote the model of ${called(sweep)} to ${options.to}: card.md says what it is worth.`);
  context.say(generatorNote(record.config));
  context.say(`Predict with: ${context.spell(`predict ${options.to} FILE --to predicted.csv`)}`);
}
