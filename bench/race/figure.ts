/**
 * The figure of docs/race.md: over recorded grids, how much of their epochs a race trains at each level, and what it loses by that.
 *
 *     node bench/race/figure.ts docs/figures/race-levels.svg NAME=FILE…
 */

import { writeFileSync } from 'node:fs';
import { meanInterval } from '@latentsweep/core';
import { svgOf } from '@latentsweep/figures';
import { arranged } from '../../packages/figures/src/arrange.ts';
import type { Drawing, Mark } from '../../packages/figures/src/drawing.ts';
import { type PanelAxis, panelIn } from '../../packages/figures/src/panel.ts';
import { linearScale, shareScale } from '../../packages/figures/src/scale.ts';
import { seriesInk } from '../../packages/figures/src/series-ink.ts';
import { sheetOf } from '../../packages/figures/src/sheet.ts';
import { lineMarks } from '../../packages/figures/src/trace.ts';
import { racesOver } from './drive.ts';
import { outcomesOf } from './outcome.ts';
import { readRecorded } from './recorded.ts';

const LEVELS = [0.001, 0.01, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.9999];
/** Of milestones within their run, in a race; that of runs beside the best stays what it is. */
const OF_A_RACE = 0.1;
const OF_RUNS = 0.05;
const RUNGS = [2, 4];
const ORDERS = 20;
const CONFIGS = 1005;
/** So many of them lose no more than what is drawn. */
const WITHIN = 19;
const FRAME = { width: 760, height: 380 };

/** At a level: the share of epochs trained, and the regret in standard errors. */
interface Traded {
  /** Whether runs are compared at that level too. */
  readonly both: boolean;
  readonly level: number;
  readonly trained: number;
  readonly regret: number;
}

const isOfARace = ({ both, level }: Traded) => !both && level === OF_A_RACE;

const [file, ...given] = process.argv.slice(2);
if (file === undefined || given.length === 0) {
  process.stderr.write('node bench/race/figure.ts FILE.svg NAME=GRID.json…\n');
  process.exit(2);
}
const grids = new Map(given.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]));
writeFileSync(
  file,
  svgOf(drawn(new Map([...grids].map(([name, path]) => [name, traded(path)]))), { theme: 'light' }),
);

function traded(path: string): Traded[] {
  const grid = readRecorded(path);
  const atLevel = (level: number, both: boolean): Traded => {
    const race = racesOver(RUNGS, both ? level : OF_RUNS, grid.parameters, level);
    const outcomes = outcomesOf(grid, race, ORDERS);
    const regrets = outcomes.map(({ regret, error }) => (regret === 0 ? 0 : regret / error));
    regrets.sort((a, b) => a - b);
    const trained = meanInterval(outcomes.map((one) => one.trained)).mean;
    return { both, level, trained, regret: regrets[WITHIN - 1]! };
  };
  return [false, true].flatMap((both) => LEVELS.map((level) => atLevel(level, both)));
}

function drawn(curves: ReadonlyMap<string, readonly Traded[]>): Drawing {
  const title = 'What a race trains and loses at each level';
  const entries = [...curves];
  const sheet = sheetOf(
    {
      ...{
        sweep: `rungs at ${RUNGS.join(' and ')} of 8 replicates in ${ORDERS} orders; points: a race; dashed: runs at that level too`,
        by: 'regret',
        maximize: false,
      },
      ...{ where: null, sample: { shown: CONFIGS, of: CONFIGS, what: 'configs' }, notes: [] },
    },
    FRAME,
    { title, legend: entries.map(([label], i) => ({ label, ink: seriesInk(i), like: 'line' })) },
  );
  const [left, right] = arranged(sheet.body, 2, { aspect: 1.3, lowest: 150, narrowest: 200 });
  const most = Math.max(1, ...entries.flatMap(([, all]) => all.map(({ regret }) => regret)));
  const trained = { scale: shareScale(), title: 'epochs trained' };
  const regret = { scale: linearScale({ low: 0, high: most * 1.05 }), title: 'regret (standard errors)' };
  return {
    ...FRAME,
    title,
    description: entries
      .map(([name, all]) => {
        const { trained: share, regret: lost } = all.find(isOfARace)!;
        return `${name}: ${(100 * share).toFixed(1)}% of the epochs and a regret of ${lost.toFixed(2)} at 10%.`;
      })
      .join(' '),
    marks: [
      ...sheet.marks,
      ...panelMarks(left!, { scale: shareScale(), title: 'level of milestones' }, trained, (one) => [
        one.level,
        one.trained,
      ]),
      ...panelMarks(right!, trained, regret, (one) => [one.trained, one.regret], 1),
    ],
    selectable: [],
  };

  function panelMarks(
    box: Parameters<typeof panelIn>[0],
    x: PanelAxis,
    y: PanelAxis,
    of: (one: Traded) => readonly [number, number],
    limit?: number,
  ): Mark[] {
    const panel = panelIn(box, { x, y });
    const at = (one: Traded) => [panel.x(of(one)[0]), panel.y(of(one)[1])] as const;
    const lines = entries.flatMap(([, all], i) => [
      ...[true, false].flatMap((both) => {
        const places = all.filter((one) => one.both === both).map(at);
        return lineMarks(places, { stroke: seriesInk(i), width: 1.75, dashed: both });
      }),
      ...lineMarks(all.filter(isOfARace).map(at), { stroke: seriesInk(i), width: 3 }),
    ]);
    const across = [0, 1].map((share) => [panel.x(share), panel.y(limit)] as const);
    const limits = limit === undefined ? [] : lineMarks(across, { stroke: 'text', width: 1, dashed: true });
    return [...panel.marks, ...limits, ...lines];
  }
}
