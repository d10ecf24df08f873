import {
  begin,
  type EngineWish,
  engineForCluster,
  enginesAtWork,
  jsonText,
  soughtFor,
  submitToCluster,
} from '@latentsweep/app';
import { ENGINES } from '@latentsweep/worker';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { type FileOptions, fileToRun } from '../live/file-to-run.ts';
import { introduce } from '../live/introduce.ts';
import { noteOnCluster } from '../live/program.ts';
import { pointToWatch, watchOnScreen } from '../live/watch.ts';
import { jsonOption } from '../option/common.ts';
import { engineOptions } from '../option/engine.ts';
import { leaderboardRowsOption } from '../option/running.ts';
import { FILE_ARGUMENT, overrideOptions } from '../option/sweep-file.ts';

interface SubmitOptions extends FileOptions, EngineWish {
  readonly format: 'text' | 'json';
  readonly rows: number;
  readonly watch?: boolean;
}

export function define(command: Command): void {
  command
    .summary('hand a sweep file to a cluster')
    .description(
      'Checks a sweep file and its data, records the sweep in the store and hands it to the cluster: the coordinator ' +
        '(sweep serve) runs it on the workers (sweep worker). It trains nothing itself and needs the store alone. ' +
        'Prints the name by which other commands know the sweep.',
    )
    .argument(...FILE_ARGUMENT);
  jsonOption(leaderboardRowsOption(overrideOptions(engineOptions(command))))
    .option('--watch', 'then show how it goes, to its end')
    .option('-y, --yes', 'do not ask before a million trials or more');
  withExamples(command, [
    ['sweep submit sweeps/deck-mixing.yaml --store postgresql://sweep@db/results', 'record and return'],
    ['sweep submit my.yaml --watch', 'and stay to see it'],
    ['sweep submit my.yaml --backend tensorflow-gpu', 'for workers with GPUs'],
    ['sweep watch "$(sweep submit my.yaml)"', 'its name goes to stdout'],
  ]);
}

export async function run(context: Context, file: string, options: SubmitOptions): Promise<void> {
  const checked = await fileToRun(context, file, options);
  if (!checked) return;
  noteOnCluster(context, checked);
  const store = await context.store();
  const request = context.withFolders(options);
  const theirs = () => enginesAtWork(store, checked.definition);
  const engine = await engineForCluster(ENGINES, request, soughtFor(checked), theirs);
  const beginning = { engine, onCluster: true, here: false };
  const begun = await begin({ store, say: context.tell }, checked, beginning);
  const { created } = begun;
  introduce(context, begun);
  const done = begun.sweep.state === 'completed';
  const sweep = done ? begun.sweep : await submitToCluster(store, begun.sweep, checked.dataset);
  const { id, slug, state, word } = sweep;
  const { out } = context.terminal;
  await out.writeAll(options.format === 'json' ? jsonText({ id, slug, state, created }) : `${word}\n`);
  if (options.watch) return watchOnScreen({ context, store, sweep, rows: options.rows });
  if (done) return context.say(`Its results: ${context.spell(`top ${word}`)}`);
  await pointToWatch({ context, store, sweep });
}
