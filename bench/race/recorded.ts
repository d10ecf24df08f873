import { readFileSync, writeFileSync } from 'node:fs';
import { isComparator, type Racer } from '@latentsweep/core';
import { openStore } from '@latentsweep/store';

/** A whole grid that was run once: a black box by a table, on which races are run without training. */
export interface Recorded {
  readonly sweep: string;
  readonly metric: string;
  readonly parameters: number;
  readonly configs: readonly (Racer & { readonly arm: string })[];
}

/** Values have so many digits in the file. */
const DIGITS = 7;

/** Writes a sweep that ran without a race, by its metric on validation rows; more is better. */
export async function record(location: string, word: string, file: string): Promise<void> {
  const store = await openStore({ location });
  try {
    const { sweep } = await store.findSweep(word);
    const configs = await store.racedConfigs(sweep.id, 0);
    if (configs === null) throw new Error('It has trials that have not ended.');
    const recorded: Recorded = {
      ...{ sweep: sweep.slug, metric: sweep.metric, parameters: sweep.parameters.length },
      configs: configs.map(({ configHash: hash, runHash: run, config, values }) => ({
        ...{ hash, run, arm: String(config['arm']), epochs: Number(config['epochs'] ?? 1) },
        comparator: isComparator(String(config['arm'])),
        values: values.map((value) => value && Number(value.toPrecision(DIGITS))),
      })),
    };
    const lines = recorded.configs.map((config) => `    ${JSON.stringify(config)}`).join(',\n');
    const { configs: _, ...head } = recorded;
    writeFileSync(file, `${JSON.stringify(head).slice(0, -1)}, "configs": [\n${lines}\n]}\n`);
  } finally {
    await store.close();
  }
}

export const readRecorded = (file: string): Recorded => JSON.parse(readFileSync(file, 'utf8')) as Recorded;
