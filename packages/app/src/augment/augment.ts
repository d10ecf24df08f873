/** The table of a sweep with rows beside its own that a trained trial made. */

import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import {
  GENERATED,
  type HomeTable,
  type ResolvedDataset,
  storedDefinition,
  withHomeTable,
} from '@latentsweep/coordinator';
import { InputError, ownData } from '@latentsweep/core';
import { writeAtomically } from '../export/atomic-file.ts';
import { csvToParquet } from '../export/parquet.ts';
import { sameDataset } from '../run/resume.ts';
import { augmentImages } from './augment-images.ts';
import { linesOf } from './lines.ts';
import { type Augmented, type AugmentWish, makeWanted } from './make-wanted.ts';

/**
 * Trains the trial again and writes the file, which appears once it is whole and the result was held against the recorded
 * one. Equal wishes write equal bytes as CSV. Throws what `trainAgain` throws, and InputError `no_own_data`, `no_table`, `no_rows_made`.
 */
export async function augment(wish: AugmentWish): Promise<Augmented> {
  const { sweep, to, data } = wish;
  const definition = storedDefinition(sweep);
  ownData(definition.dataset);
  if (definition.dataset.kind === 'images') return augmentImages(wish, definition.dataset);
  if (!/\.(csv|parquet)$/.test(to)) {
    const hint = 'Write --to augmented.csv or --to augmented.parquet.';
    throw new InputError(
      'bad_option',
      `The data of ${sweep.slug} are no images, as '${to}' is to hold.`,
      hint,
    );
  }
  if (definition.dataset.kind !== 'table') {
    throw new InputError(
      'no_table',
      `The data of ${sweep.slug} are drawn by a law: there is no table to add rows to.`,
      'Name a sweep of a table.',
    );
  }
  const given = definition.dataset;
  const table = data === undefined ? given : { ...given, path: resolve(data.from, data.path), select: null };
  const dataset = await sameDataset(sweep, { ...definition, dataset: table }).catch((error: unknown) => {
    if (data !== undefined || !(error instanceof InputError) || error.code !== 'file_not_found') throw error;
    throw new InputError(error.code, error.message, 'Say where the table is now: --data FILE.');
  });
  return withHomeTable(table, async (home) => {
    let told: Augmented | null = null;
    await writeAtomically(to, async (partial) => {
      const csv = to.endsWith('.parquet') ? `${partial}.csv` : partial;
      try {
        await home.writeCsv(csv);
        told = await appendMade(wish, home, dataset, csv);
        if (csv !== partial) await csvToParquet(csv, partial, typesOf(home));
      } finally {
        if (csv !== partial) await rm(csv, { force: true });
      }
    });
    return told!;
  });

  function typesOf({ columns }: HomeTable) {
    const own = columns.map(({ name, type }) => [name, type] as const);
    return [...own, [GENERATED, 'boolean'] as const];
  }

  async function appendMade(
    given: AugmentWish,
    home: HomeTable,
    dataset: ResolvedDataset,
    csv: string,
  ): Promise<Augmented> {
    const out = createWriteStream(csv, { flags: 'a' });
    const written = finished(out);
    // What goes wrong meanwhile is thrown by whoever waits for it.
    written.catch(() => {});
    try {
      const made = await makeWanted(given, dataset, home.label, async ({ part, names, wanted, before }) => {
        const lines = linesOf(home, part, names, wanted, before);
        if (lines !== '' && !out.write(lines)) await Promise.race([drained(out), written]);
      });
      out.end();
      await written;
      return { real: home.rows, ...made };
    } finally {
      out.destroy();
    }
  }
}

function drained(out: NodeJS.WritableStream): Promise<void> {
  return new Promise((done) => {
    out.once('drain', () => done());
  });
}
