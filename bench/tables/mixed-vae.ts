/** Part 3: a fit of the VAE for tables beside TVAE of the same widths, in CPU time, and how alike the columns are then. */

import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  columnShapes,
  columnsOf,
  denseVae,
  fitDecoder,
  initialVae,
  outputsOf,
  prepareTable,
  type TableColumn,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
import { print } from '../parts.ts';
import { openPeer } from './peer.ts';
import { publicTable } from './prepared.ts';

const FILE = 'credit_default_taiwan.csv';
const CATEGORIES = ['SEX', 'EDUCATION', 'MARRIAGE'];
const SEED = [1, 2] as const;
const EPOCHS = Number(process.env['EPOCHS'] ?? 20);
/** TVAE's own. */
const BATCH = 500;
/** By turns, so that what else the machine does meets both. */
const ROUNDS = 2;

const WIDTHS = [
  { what: 'TVAE’s own widths', hidden: [128, 128], latent: 128, target: 2 },
  { what: 'the deck’s widths', hidden: [10, 10], latent: 2, target: 20 },
];
type Width = (typeof WIDTHS)[number];

export async function benchMixedVae(): Promise<void> {
  const given = { target: 'default', drop: ['ID'], categorical: CATEGORIES };
  const found = await publicTable(FILE, { ...given, split: { train: 1, validation: 0, test: 0 } });
  if (typeof found === 'string') return print('mixed VAE', found);
  const { spec, table } = found;
  const dataset = prepareTable(spec, SEED, table);
  const decode = fitDecoder(spec, SEED, table);
  const real = columnsIn(decode(dataset.train.features));
  const peer = await openPeer('tvae.py', [resolve(import.meta.dirname, '../../../shared/data', FILE)]);
  const to = join(peer.folder, 'made');
  try {
    for (const width of WIDTHS) {
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const theirs = await peer.ask<{ seconds: number; features: number }>({
          ...{ hidden: width.hidden, latent: width.latent, batch: BATCH, epochs: EPOCHS, to },
        });
        const made = new Float64Array(new Uint8Array(await readFile(to)).buffer);
        const count = made.length / real.length;
        const columns = real.map(({ kind, levels }, c) => {
          const values = made.slice(c * count, (c + 1) * count);
          // The peer has categories by name, which are numbers here.
          const codes = levels && values.map((value) => levels.indexOf(String(value)));
          return { kind, levels, values: codes ?? values };
        });
        const ours = await fitOurs(width);
        rounds.push({
          ...{ theirs: theirs.seconds, theirShapes: shapes(columns), ours: ours.seconds },
          ourShapes: shapes(columnsIn(decode(ours.features))),
        });
      }
      const best = (of: (round: Round) => number) => Math.min(...rounds.map(of));
      const { what, hidden, latent, target } = width;
      print(
        `${what}: hidden ${hidden.join(', ')}, ${latent} latent, ${EPOCHS} epochs`,
        `${best((r) => r.ours).toFixed(1)} s, TVAE ${best((r) => r.theirs).toFixed(1)} s`,
      );
      const ratio = Math.max(...rounds.map((r) => r.theirs / r.ours));
      const least = best((r) => r.theirs / r.ours);
      print(`  times faster (target: ${target})`, `${least.toFixed(1)} to ${ratio.toFixed(1)}`);
      print(
        '  column shapes, by rows drawn from the prior (target: no lower)',
        rounds.map((r) => `${r.ourShapes.toFixed(4)}, TVAE ${r.theirShapes.toFixed(4)}`).join('; '),
      );
    }
  } finally {
    await peer.close();
  }

  function shapes(columns: readonly Column[]): number {
    return columnShapes(real, columns);
  }

  /** Told the class, so that it draws from the prior, as TVAE does. */
  async function fitOurs({ hidden, latent }: Width) {
    const engine = createSimdEngine();
    const { features, classes, train } = dataset;
    const network = denseVae({
      ...{ features, classes, hiddenSizes: hidden, latentSize: latent, conditional: true },
      ...{ reconstruction: outputsOf(columnsOf(dataset)), reduction: 'sum', klWarmup: 0, freeBits: 0 },
    });
    const rows = engine.rows(train.count, features);
    rows.write(0, train.features, train.labels);
    const parameters = initialVae(network, SEED);
    const lossWeights = { reconstruction: 1, kl: 1, prediction: 0 };
    const lane = { seed: SEED, parameters, lossWeights, dropout: 0, learningRate: 1e-3 };
    const order = Uint32Array.from({ length: train.count }, (_, row) => row);
    const shape = { network, batchSize: BATCH, optimizer: 'adam' } as const;
    const start = process.cpuUsage();
    const cohort = engine.vae(shape, [lane]) as Cohort;
    await cohort.fit([{ sources: [rows], order, weights: null, passes: EPOCHS, round: 0 }]);
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    const into = engine.rows(train.count, features);
    await cohort.generate([{ sources: [rows], order, round: 0, into, at: 0 }]);
    return { seconds, features: into.read(0, train.count) as Float32Array };
  }
}

type Cohort = Awaited<ReturnType<ReturnType<typeof createSimdEngine>['vae']>>;

interface Round {
  readonly theirs: number;
  readonly ours: number;
  readonly theirShapes: number;
  readonly ourShapes: number;
}

interface Column extends TableColumn {
  readonly levels: readonly string[] | null;
}

/** Columns that hold something to be alike in. */
const columnsIn = (decoded: ReturnType<ReturnType<typeof fitDecoder>>): Column[] =>
  decoded.map(({ levels, values }) => ({ kind: levels ? 'category' : 'number', levels, values }));
