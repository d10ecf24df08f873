import { jsonKeys, jsonText, refuseBadTarget } from '@latentsweep/app';
import { FIGURE_FILES, type FigureFile, gatherFigure, writeFigure } from '@latentsweep/app/pictures';
import {
  charactersOf,
  csvOf,
  draw,
  type FigureData,
  type FigureName,
  frameOf,
  frameOfCharacters,
} from '@latentsweep/figures';
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { withAgain } from '../live/again.ts';
import { globalOptionsBehind } from '../option/common.ts';
import { figureList, figureName } from '../option/figure.ts';
import { badOption, collect, oneOf, wholeNumber } from '../option/parse.ts';
import { called, openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';
import type { Output } from '../terminal/terminal.ts';
import { inkPaint } from '../view/ink.ts';

/** Pixels: a figure as wide as the text of a paper. */
const WIDTH = 720;
/** In characters. */
const WIDEST = 120;
const HIGHEST = 60;

interface PlotOptions {
  readonly to?: string;
  readonly format?: 'csv' | 'json';
  readonly by?: string;
  readonly where?: string;
  readonly config?: string;
  readonly parameter?: readonly string[];
  readonly split?: 'test' | 'validation';
  readonly width: number;
  readonly dark?: boolean;
  readonly force?: boolean;
}

export function define(command: Command): void {
  command
    .summary('a figure as SVG, PNG, PDF or CSV')
    .description(
      'Draws one figure of a sweep into a file; CSV has the data behind it. Without --to it is drawn in characters on ' +
        'a terminal, and written as CSV elsewhere. roc, precision-recall, calibration, generated and images need what is not ' +
        'kept: they train the config again, to the same bits.',
    )
    .argument(...SWEEP_ARGUMENT)
    .argument('<figure>', 'one of the figures below', figureName)
    .option('--to <FILE>', 'a file that ends in .svg, .png, .pdf or .csv')
    .option(
      '-f, --format <format>',
      'csv or json on stdout: the data behind it',
      oneOf('--format', ['csv', 'json']),
    )
    .option('--by <METRIC>', "another metric than the sweep's, such as test_recall")
    .option('--where <CONDITION>', 'only configs that meet an SQL condition over parameters and metrics')
    .addOption(
      new Option(
        '--config <HASH>',
        'of this config, by its config_hash or how that begins (default: the best)',
      ).argParser(configHash),
    )
    .option(
      '--parameter <NAME>',
      'of slice and contour: which parameters; may be given several times',
      collect,
    )
    .option(
      '--split <SPLIT>',
      'rows of which split: test or validation (default: test)',
      oneOf('--split', ['test', 'validation']),
    )
    .option('--width <PIXELS>', 'width; the height follows', wholeNumber('--width', 240, 4000), WIDTH)
    .option('--dark', 'light on dark')
    .option('--force', 'replace the file if it exists');
  withExamples(
    globalOptionsBehind(command),
    [
      ['sweep plot deck_mixing history', 'on the terminal'],
      ['sweep plot deck_mixing arms --to arms.pdf --where "minority_rate = 0.01"', 'for a paper'],
      [
        'sweep plot deck_mixing contour --parameter latent_size --parameter epochs --to c.png',
        'over two parameters',
      ],
      ['sweep plot deck_mixing slice --to slice.csv', 'the data behind it'],
    ],
    [
      'Figures:',
      ...figureList(),
      '',
      'Settings by file stand before the command: sweep --config FILE plot …',
    ],
  );
}

export async function run(
  context: Context,
  word: string,
  figure: FigureName,
  options: PlotOptions,
): Promise<void> {
  const { to, format, by, where, config, parameter: parameters, split, force = false } = options;
  const kind = to === undefined ? null : fileKind(to);
  if (kind !== null && format !== undefined) {
    throw badOption(
      '--format is of what goes to stdout',
      format,
      `Leave it out: ${to} says what it is by its name.`,
    );
  }
  if (to !== undefined) await refuseBadTarget(to, force);
  const { store, sweep } = await openSweep(context, word);
  const wish = { figure, by, where, config, parameters, split };
  const data = await withAgain(context, store, (services) => gatherFigure(store, sweep, wish, services));
  if (data === null) return;
  if (to === undefined || kind === null) return print(context, data, format);
  await writeFigure(to, kind, data, { width: options.width, dark: options.dark ?? false });
  for (const note of data.notes) context.note(note);
  context.say(`Wrote ${figure} of ${called(sweep)} to ${to}.`);
}

async function print({ terminal: { out } }: Context, data: FigureData, format: 'csv' | 'json' | undefined) {
  if (format === 'json') return out.writeAll(jsonText(jsonKeys(data)));
  if (format === 'csv' || !out.isTerminal) return out.writeAll(csvOf(data));
  await out.writeAll(`${drawnInCharacters(data, out).join('\n')}\n`);
}

/** As wide as the terminal, and as high as the figure is at that width. */
function drawnInCharacters(data: FigureData, { width, style }: Output): string[] {
  const columns = Math.min(width, WIDEST);
  const cell = frameOfCharacters(1, 1);
  const { height } = frameOf(data, columns * cell.width);
  const rows = Math.min(Math.ceil(height / cell.height), HIGHEST);
  const drawing = draw(data, frameOfCharacters(columns, rows));
  return charactersOf(drawing, { columns, rows, paint: inkPaint(style) });
}

/** Throws InputError `bad_option`. */
function configHash(text: string): string {
  if (/^[0-9a-f]{4,64}$/i.test(text)) return text.toLowerCase();
  const hint =
    'For example: --config 3fa9. A file of settings stands before the command: sweep --config FILE plot …';
  throw badOption(
    "--config of plot takes a config's hash, or at least its first four characters",
    text,
    hint,
  );
}

/** What a file is by its name. Throws InputError `bad_option`. */
function fileKind(path: string): FigureFile {
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();
  const kind = FIGURE_FILES.find((k) => k === extension);
  if (kind) return kind;
  throw badOption(
    '--to takes a file that ends in .svg, .png, .pdf or .csv',
    path,
    'For example: --to history.svg',
  );
}
