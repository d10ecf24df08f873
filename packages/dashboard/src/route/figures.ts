import {
  FIGURE_FILES,
  type FigureFile,
  type FigureWish,
  figureFile,
  gatherFigure,
} from '@latentsweep/app/pictures';
import { InputError } from '@latentsweep/core';
import { FIGURES, type FigureName } from '@latentsweep/figures';
import type { KnownSweep } from '@latentsweep/store';
import type { Context, Hono } from 'hono';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { choiceWish, numberWish, wish } from '../wishes.ts';

const TYPES: Readonly<Record<FigureFile, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
};
const WIDTH = { least: 200, most: 4000, usual: 720 };
const TRAINING_MS = 3_600_000;
const HEIGHT = { least: 100, most: 4000, usual: 0 };

/** What a figure shows, and the figure as a file. */
export function addFigures(app: Hono<Env>, desk: Desk): void {
  app.get('/api/sweeps/:sweep/figures/:file', async (c) => {
    const store = await desk.store();
    const { sweep } = await store.findSweep(c.req.param('sweep') ?? '');
    const { figure, kind } = named(c.req.param('file') ?? '');
    const asked = wishOf(c, figure);
    // NaN and infinite numbers are null in JSON.
    if (kind === null && FIGURES[figure].of === 'sweep') {
      const state = [sweep.id, sweep.state, await store.counts(sweep.id), periodOf(sweep)];
      const text = await desk.answers.get(JSON.stringify([state, asked]), async () =>
        JSON.stringify(await gatherFigure(store, sweep, asked)),
      );
      return c.body(text, 200, { 'content-type': 'application/json' });
    }
    // One whose trials are trained again takes its time.
    c.env.outgoing.setTimeout(TRAINING_MS);
    const services = { again: desk.training.of(store, c.var.mayAct), signal: c.req.raw.signal };
    const data = await gatherFigure(store, sweep, asked, services);
    if (kind === null) return c.json(data);
    const file = await figureFile(data, kind, lookOf(c));
    return c.body(typeof file === 'string' ? file : new Uint8Array(file), 200, {
      'content-type': TYPES[kind],
      'content-disposition': `attachment; filename="${sweep.slug}-${figure}.${kind}"`,
    });
  });
}

/** A figure may depend on the time: on that of trials at work, and where its condition names it. */
const periodOf = ({ state }: KnownSweep) => Math.floor(Date.now() / (state === 'running' ? 5_000 : 60_000));

/** `history`, `history.svg`. Throws InputError `unknown_figure`. */
function named(file: string): { readonly figure: FigureName; readonly kind: FigureFile | null } {
  const [name = '', ending, ...more] = file.split('.');
  const figure = (Object.keys(FIGURES) as FigureName[]).find((one) => one === name);
  const kind = ending === undefined ? null : FIGURE_FILES.find((one) => one === ending);
  if (figure !== undefined && kind !== undefined && more.length === 0) return { figure, kind };
  throw new InputError(
    'unknown_figure',
    `There is no figure ${JSON.stringify(file.slice(0, 60))}.`,
    `Figures: ${Object.keys(FIGURES).join(', ')}; as files with .${FIGURE_FILES.join(', .')}.`,
  );
}

function wishOf({ req }: Context<Env>, figure: FigureName): FigureWish {
  const parameters = [wish(req, 'x'), wish(req, 'y')].filter((name) => name !== undefined);
  return {
    figure,
    ...{ by: wish(req, 'by'), where: wish(req, 'where'), config: wish(req, 'config') },
    parameters: parameters.length > 0 ? parameters : undefined,
    split: choiceWish(req, 'split', ['test', 'validation']),
  };
}

function lookOf({ req }: Context<Env>) {
  const width = numberWish(req, 'width', WIDTH);
  const height = numberWish(req, 'height', HEIGHT) || undefined;
  return { width, height, dark: choiceWish(req, 'theme', ['light', 'dark']) === 'dark' };
}
