/**
 * The figure of regret in docs/search.md: its median over seeds after each config on the five functions, one trial after the
 * other, for `bayes`, Optuna's TPE, a Sobol sequence and independent draws.
 *
 *     node bench/search/figure.ts docs/figures/search-regret.svg
 *
 * SEEDS, FIRST, KEPT and PYTHON as in bench/search.ts.
 */

import { writeFileSync } from 'node:fs';
import { svgOf } from '@latentsweep/figures';
import { arranged } from '../../packages/figures/src/arrange.ts';
import type { Drawing, Mark } from '../../packages/figures/src/drawing.ts';
import { type Box, panelIn } from '../../packages/figures/src/panel.ts';
import { linearScale, logScale, spanOf } from '../../packages/figures/src/scale.ts';
import { seriesInk } from '../../packages/figures/src/series-ink.ts';
import { sheetOf } from '../../packages/figures/src/sheet.ts';
import { lineMarks } from '../../packages/figures/src/trace.ts';
import { median } from './against.ts';
import { FUNCTIONS } from './functions.ts';
import { openSearchPeer } from './peers.ts';
import { ours, SEEDS, theirs } from './seeds.ts';

const CONFIGS = 300;
const FRAME = { width: 760, height: 620 };
const WAYS = ['bayes', 'Optuna', 'sobol', 'random'] as const;

/** Of each way the median regret after each config. */
type Curves = Readonly<Record<(typeof WAYS)[number], readonly number[]>>;

async function measured(): Promise<ReadonlyMap<string, Curves>> {
  const peer = await openSearchPeer('optuna');
  const curves = new Map<string, Curves>();
  try {
    for (const problem of FUNCTIONS) {
      const by = (method: string) =>
        medians(ours(problem, { method, lag: 1, replicates: 1, configs: CONFIGS }));
      curves.set(problem.name, {
        bayes: by('bayes'),
        Optuna: medians(await theirs(peer, problem, { trials: CONFIGS, workers: 1, anew: false })),
        sobol: by('sobol'),
        random: by('random'),
      });
    }
  } finally {
    await peer.close();
  }
  return curves;
}

const medians = (all: readonly (readonly number[])[]) =>
  all[0]!.map((_, i) => median(all.map((one) => one[i]!)));

function drawn(curves: ReadonlyMap<string, Curves>): Drawing {
  const title = 'Regret after each config';
  const sheet = sheetOf(
    {
      ...{ sweep: `the median of ${SEEDS} seeds, one trial after the other`, by: 'regret', maximize: false },
      ...{ where: null, sample: { shown: CONFIGS, of: CONFIGS, what: 'configs' }, notes: [] },
    },
    FRAME,
    { title, legend: WAYS.map((label, i) => ({ label, ink: seriesInk(i), like: 'line' })) },
  );
  const boxes = arranged(sheet.body, curves.size, { aspect: 1.3, lowest: 150, narrowest: 200 });
  const entries = [...curves];
  return {
    ...FRAME,
    title,
    description: entries
      .map(
        ([name, of]) =>
          `${name}: ${WAYS.map((way) => `${way} ${of[way].at(-1)!.toPrecision(2)}`).join(', ')} after ${CONFIGS} configs.`,
      )
      .join(' '),
    marks: [...sheet.marks, ...entries.flatMap(([name, of], i) => panelMarks(name, of, boxes[i]!))],
    selectable: [],
  };
}

function panelMarks(title: string, curves: Curves, box: Box): Mark[] {
  const panel = panelIn(box, {
    title,
    x: { scale: linearScale({ low: 0, high: CONFIGS }), title: 'configs' },
    y: { scale: logScale(spanOf(Object.values(curves).flat())!), title: 'regret' },
  });
  // Each of the first, where the curves fall, and then every fifth.
  const at = Array.from({ length: CONFIGS }, (_, i) => i + 1).filter((n) => n <= 30 || n % 5 === 0);
  const lines = WAYS.map((way, i) =>
    lineMarks(
      at.map((n) => [panel.x(n), panel.y(curves[way][n - 1])]),
      { stroke: seriesInk(i), width: 1.75 },
    ),
  );
  return [...panel.marks, ...lines.toReversed().flat()];
}

const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('node bench/search/figure.ts FILE.svg\n');
  process.exit(2);
}
writeFileSync(file, svgOf(drawn(await measured()), { theme: 'light' }));
