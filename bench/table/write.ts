/** Tables to measure with, and sweep files for them. The same bytes each time. */

import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { generator } from './generator.ts';

interface Table {
  readonly name: string;
  readonly header: readonly string[];
  readonly target: string;
  readonly rows: number;
  row(i: number): string;
}

/** Writes a table with its sweep of one replicate and one epoch; returns the path of the sweep file. */
export async function writeTable(
  folder: string,
  { name, header, target, rows, row }: Table,
): Promise<string> {
  async function* lines() {
    yield `${header.join(',')}\n`;
    for (let i = 0; i < rows; i++) yield `${row(i)}\n`;
  }
  await pipeline(lines(), createWriteStream(join(folder, `${name}.csv`)));
  const sweep = join(folder, `${name}.yaml`);
  await writeFile(
    sweep,
    `
name: ${name}
method: grid
metric: { name: test_accuracy, goal: maximize }
replicates: 1
dataset: { path: ${name}.csv, target: ${target} }
parameters:
  arm: { values: [oversample, vae_mixing] }
  epochs: { value: 1 }
`,
  );
  return sweep;
}

/** Columns of uniform fractions in full precision, and two classes, one of which has a seventh of the rows. */
export function uniform(name: string, columns: number, rows: number): Table {
  const draw = generator();
  return {
    ...{ name, target: 'y', rows },
    header: [...Array.from({ length: columns }, (_, i) => `f${i}`), 'y'],
    row: (i) => [...Array.from({ length: columns }, draw), i % 7 === 0 ? 'rare' : 'usual'].join(','),
  };
}

/** As the public table of credit card fraud: 28 components, a time, an amount, and 0.17% of the rare class. */
export function fraud(rows: number): Table {
  const draw = generator();
  const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const components = Array.from({ length: 28 }, (_, i) => i + 1);
  return {
    ...{ name: 'fraud', target: 'Class', rows },
    header: ['Time', ...components.map((i) => `V${i}`), 'Amount', 'Class'],
    row: (i) =>
      [
        Math.floor(i * 0.6),
        ...components.map((c) => (normal() * (2 - c / 20)).toPrecision(13)),
        Math.exp(3 + 1.5 * normal()).toFixed(2),
        draw() < 0.0017 ? 1 : 0,
      ].join(','),
  };
}
